package io.crossfade.cli.process;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates that are believed instead of those that Java believes.
public final class Trust {
  private Trust() {}

  /// @param file of certificates in PEM
  public static SSLContext in(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        known.setCertificateEntry(Integer.toString(known.size()), certificate);
      }
      if (known.size() == 0) {
        throw new CertificateException("there is none in it");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          "%s cannot be read as certificates: %s. Give a file in PEM."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
