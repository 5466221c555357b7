package io.crossfade.mysql.log;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.export.SslMode;

/**
 * How the conversation about the log is encrypted: as the driver's sessions are, by the same words
 * of the URL ({@code sslMode}, {@code serverSslCert}, {@code trustStore}, {@code keyStore}).
 */
record Encryption(Configuration url, String host) {
  private static final String PEM = "-----BEGIN CERTIFICATE-----";

  void apply(BinlogLink link) {
    switch (url.sslMode()) {
      case DISABLE -> link.setSSLMode(SSLMode.DISABLED);
      case ALLOW -> link.setSSLMode(SSLMode.PREFERRED);
      case TRUST -> link.setSSLMode(SSLMode.REQUIRED);
      case VERIFY_CA, VERIFY_FULL -> {
        link.setSSLMode(SSLMode.VERIFY_CA);
        link.setSslSocketFactory(verifying());
      }
    }
  }

  /** The client has a look at names too, at those that the network gives to addresses. */
  private com.github.shyiko.mysql.binlog.network.SSLSocketFactory verifying() {
    SSLContext context = context();
    return socket -> {
      try {
        return socket(context, socket);
      } catch (IOException e) {
        SocketException failed = new SocketException("no encrypted connection");
        failed.initCause(e);
        throw failed;
      }
    };
  }

  private SSLSocket socket(SSLContext context, Socket socket) throws IOException {
    SSLSocket encrypted =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    if (url.sslMode() == SslMode.VERIFY_FULL) {
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
    }
    return encrypted;
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), trusted(), null);
      return context;
    } catch (GeneralSecurityException | IOException | UncheckedIOException e) {
      throw new CrossfadeException(
          ErrorCode.MANIFEST_INVALID,
          "cannot read the certificates that the URL of "
              + host
              + " names (serverSslCert, trustStore, keyStore): "
              + e.getMessage(),
          e);
    }
  }

  /** Null for those of the JVM. */
  private TrustManager @Nullable [] trusted() throws GeneralSecurityException, IOException {
    KeyStore store;
    if (url.serverSslCert() != null) {
      store = certificates(url.serverSslCert());
    } else if (url.trustStore() != null) {
      store = KeyStore.getInstance(file(url.trustStore()), letters(url.trustStorePassword()));
    } else {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore certificates(String text) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream bytes =
        text.startsWith(PEM)
            ? new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))
            : Files.newInputStream(file(text).toPath())) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        store.setCertificateEntry("server-" + number++, one);
      }
    }
    return store;
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
    if (url.keyStore() == null) {
      return null;
    }
    char[] password = letters(url.keyStorePassword());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(KeyStore.getInstance(file(url.keyStore()), password), password);
    return factory.getKeyManagers();
  }

  private static File file(String text) {
    return Path.of(text.replaceFirst("^file:(//)?", "")).toFile();
  }

  private static char[] letters(@Nullable String password) {
    return password == null ? new char[0] : password.toCharArray();
  }
}
