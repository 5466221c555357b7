package io.crossfade.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.Access;
import io.crossfade.server.ControlServer;
import io.crossfade.server.Doors;
import io.crossfade.server.HealthRoutes;
import io.crossfade.server.SessionRoutes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EncryptionTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void whoIsOutsideComesThroughTlsOnly(String algorithm) throws Exception {
    TestCertificate made = TestCertificate.write(directory, algorithm);
    Access access = Access.random();
    Certificate ours = new Certificate(made.chain(), made.key());
    Doors doors = new Doors(0, new Doors.Outside("127.0.0.1", 0, ours), false);
    try (Store store = Store.open(directory.resolve("state"), InstantSource.system());
        ControlServer server =
            ControlServer.start(
                access,
                doors,
                List.of(
                    new HealthRoutes(Optional::empty),
                    new SessionRoutes(access, store.accounts(), store.audit())));
        HttpClient trusting = HttpClient.newBuilder().sslContext(made.trust()).build();
        HttpClient other = HttpClient.newHttpClient()) {
      assertThat(server.outside()).startsWith("https://");
      HttpResponse<String> answer = trusting.send(live(server.outside()), asText());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      String token = access.people().reveal();
      assertThat(
              trusting
                  .send(logIn(server.outside(), token), asText())
                  .headers()
                  .firstValue("Set-Cookie")
                  .orElse(""))
          .contains("Secure", "HttpOnly");
      assertThatThrownBy(() -> other.send(live(server.outside()), asText()))
          .isInstanceOf(IOException.class);
      assertThat(other.send(live(server.address()), asText()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNewCertificateIsUsedAndOneThatCannotBeIsNot() throws Exception {
    TestCertificate first = TestCertificate.write(directory, "EC");
    Certificate files = new Certificate(first.chain(), first.key());
    try (Encryption encryption = Encryption.with(files, Duration.ofMillis(10))) {
      encryption.factory().start();
      Files.writeString(first.chain(), "half a file");
      touch(first.chain(), 1);
      TestCertificate second = TestCertificate.write(directory, "EC");
      touch(second.chain(), 2);
      while (!inUse(encryption).equals(second.certificate())) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(inUse(encryption)).isNotEqualTo(first.certificate());
      encryption.factory().stop();
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    TestCertificate made = TestCertificate.write(directory, "EC");
    Path none = directory.resolve("none.pem");
    Path other = Files.createDirectory(directory.resolve("other"));
    Path otherKey = TestCertificate.write(other, "RSA").key();
    refused(new Certificate(none, made.key()), "none.pem");
    refused(new Certificate(made.chain(), none), "none.pem", "cannot be read");
    refused(new Certificate(made.chain(), made.chain()), "chain.pem", "openssl pkcs8");
    refused(new Certificate(made.chain(), otherKey), "key.pem", "is it the key of");
    refused(new Certificate(made.key(), made.key()), "key.pem", "certificate");
  }

  private static void refused(Certificate files, String... parts) {
    assertThatThrownBy(files::read)
        .hasMessageContainingAll(parts)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
  }

  private static java.security.cert.Certificate inUse(Encryption encryption) throws Exception {
    KeyStore store = encryption.factory().getKeyStore();
    return store.getCertificate(Pem.ENTRY);
  }

  /// Clocks of file systems are coarse.
  private static void touch(Path file, int minutes) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(minutes))));
  }

  private static HttpRequest live(String address) {
    return HttpRequest.newBuilder(URI.create(address + "/livez")).build();
  }

  private static HttpRequest logIn(String address, String token) {
    return HttpRequest.newBuilder(URI.create(address + "/login"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
        .build();
  }

  private static HttpResponse.BodyHandler<String> asText() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
