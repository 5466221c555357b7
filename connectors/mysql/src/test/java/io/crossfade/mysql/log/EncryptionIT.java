package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks with nobody unencrypted, and has made its certificate itself. */
@Timeout(60)
class EncryptionIT {
  private static final String PASSWORD = "changeit";

  @TempDir static Path directory;

  private static @Nullable EmbeddedMySql server;
  private static Path certificate = Path.of("");
  private static Path strangers = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    certificate = made("server", "ip:127.0.0.1");
    strangers = made("stranger", "ip:127.0.0.1");
    server =
        EmbeddedMySql.start(
            MySqlVersion.MARIADB_11_4,
            directory.resolve("data"),
            false,
            Map.of(
                "ssl",
                "1",
                "ssl_cert",
                certificate.toString(),
                "ssl_key",
                directory.resolve("server.key").toString(),
                "require_secure_transport",
                "ON"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Returns the certificate; the key lies beside it. */
  private static Path made(String name, String subject) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + subject,
                "-ext",
                "BC=ca:true",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Certificate one = made.getCertificate(name);
    Key key = made.getKey(name, PASSWORD.toCharArray());
    pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded());
    return pem(directory.resolve(name + ".pem"), "CERTIFICATE", one.getEncoded());
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file,
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n",
        StandardCharsets.US_ASCII);
  }

  /** Whether the log comes; what stood in its way where it does not. */
  private static Optional<Exception> read(String parameters) throws Exception {
    EmbeddedMySql running = Optional.ofNullable(server).orElseThrow();
    String url = running.jdbcUrl("") + "?" + parameters;
    ServerAddress address = ServerAddress.of(new Endpoint(url, running.user(), new Secret("")));
    CountDownLatch come = new CountDownLatch(1);
    BinlogLink link = new BinlogLink(address, "binlog.000001", 4, event -> come.countDown());
    AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    Thread reading =
        new Thread(() -> {
          try {
            link.connect();
          } catch (IOException | RuntimeException e) {
            failed.set(e);
          } finally {
            come.countDown();
          }
        });
    reading.start();
    assertThat(come.await(20, TimeUnit.SECONDS)).isTrue();
    link.disconnect();
    reading.join();
    return Optional.ofNullable(failed.get());
  }

  @Test
  void theLogComesFromTheServerWhoseCertificateTheUrlNames() throws Exception {
    assertThat(read("sslMode=verify-full&serverSslCert=" + certificate)).isEmpty();
    assertThat(read("sslMode=verify-ca&serverSslCert=" + certificate)).isEmpty();
    assertThat(read("sslMode=trust")).isEmpty();
  }

  @Test
  void itDoesNotComeFromAnyOther() throws Exception {
    assertThat(read("sslMode=verify-ca&serverSslCert=" + strangers)).isPresent();
    assertThat(read("sslMode=verify-full")).as("nobody knows it").isPresent();
    assertThat(read("sslMode=disable")).as("it has to be encrypted").isPresent();
  }

  @Test
  void aCertificateThatCannotBeReadIsSaidSo() {
    assertThatThrownBy(() -> read("sslMode=verify-ca&serverSslCert=/nowhere.pem"))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("serverSslCert");
  }
}
