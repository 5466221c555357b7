package io.crossfade.server.tls;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Certificates and keys in PEM (RFC 7468): a key as PKCS #8, unencrypted.
final class Pem {
  static final String ENTRY = "crossfade";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  static KeyStore read(Path chain, Path key) {
    Certificate[] certificates = certificates(chain);
    try {
      PrivateKey privateKey = key(key, certificates[0].getPublicKey().getAlgorithm());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ENTRY, privateKey, new char[0], certificates);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(key, e.getMessage() + "; is it the key of " + chain + "?", e);
    }
  }

  private static Certificate[] certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw unusable(file, "there is no certificate in it", null);
      }
      Certificate[] chain = found.toArray(Certificate[]::new);
      ((X509Certificate) chain[0]).checkValidity();
      return chain;
    } catch (CertificateException | IOException e) {
      throw unusable(file, "its certificate cannot be used: " + e, e);
    }
  }

  private static PrivateKey key(Path file, String algorithm) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(text(file));
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      }
    }
    throw unusable(
        file,
        "there is no `-----BEGIN PRIVATE KEY-----` in it; make it with `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`",
        null);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unusable(file, "it cannot be read: " + e, e);
    }
  }

  private static CrossfadeException unusable(Path file, String why, @Nullable Exception cause) {
    return new CrossfadeException(
        ErrorCode.CONFIGURATION_INVALID, "the file %s for tls: %s".formatted(file, why), cause);
  }
}
