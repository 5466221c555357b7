package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.GatewayUser.Credentials;
import io.crossfade.engine.manifest.GatewayUser.Proof;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GatewayReadingTest {
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "jdbc:postgresql://a/shop", user: crossfade}
      target: {url: "jdbc:postgresql://b/shop", user: crossfade}
      tables: ["public.*"]
      """;
  private static final Path DIRECTORY = Path.of("/etc/crossfade");

  @Test
  void aManifestHasNoneUnlessItSaysSo() {
    assertThat(ManifestReader.parse("m", MANIFEST, DIRECTORY).gateway()).isNull();
  }

  @Test
  void aUserWithAPasswordIsEnough() {
    GatewaySettings gateway = read("gateway: {users: {app: {password: {env: APP}}}}");
    SecretReference password = new SecretReference.Env("APP");
    Credentials app = new Credentials("app", password);
    assertThat(gateway)
        .isEqualTo(
            new GatewaySettings(
                new GatewaySettings.Listen("127.0.0.1", 6432),
                null,
                null,
                List.of(
                    new GatewayUser(
                        "app", new Proof.Password(password), app, app, new Place("m", 5, 19))),
                List.of(),
                GatewaySettings.Limits.DEFAULT,
                GatewaySettings.Reads.DEFAULT,
                true));
  }

  @Test
  void readsEverythingElse() {
    GatewaySettings gateway =
        read(
            """
            gateway:
              listen: {address: 0.0.0.0, port: 7000}
              database: sales
              tls: {certificate: tls/gateway.pem, key: /run/gateway.key, required: false, clients: ca.pem}
              ownSettings: [shop.tenant, shop.trace.id]
              limits: {sessions: 50, login: 5s, pins: 0s, busy: 500ms}
              reads: {sticky: application_name, within: 300ms}
              inside: false
              users:
                certified: {auth: certificate}
                app:
                  verifier: {file: app.scram}
                  source: {user: app_old, password: {env: OLD}}
                  target: {password: {env: NEW}}
            """);
    assertThat(gateway.listen()).isEqualTo(new GatewaySettings.Listen("0.0.0.0", 7000));
    assertThat(gateway.database()).isEqualTo("sales");
    assertThat(gateway.tls())
        .isEqualTo(
            new GatewaySettings.Tls(
                Path.of("/etc/crossfade/tls/gateway.pem"),
                Path.of("/run/gateway.key"),
                false,
                Path.of("/etc/crossfade/ca.pem")));
    assertThat(gateway.ownSettings()).containsExactly("shop.tenant", "shop.trace.id");
    assertThat(gateway.limits())
        .isEqualTo(
            new GatewaySettings.Limits(
                50, Duration.ofSeconds(5), Duration.ZERO, Duration.ofMillis(500)));
    assertThat(gateway.reads())
        .isEqualTo(new GatewaySettings.Reads("application_name", Duration.ofMillis(300)));
    assertThat(gateway.inside()).isFalse();
    assertThat(gateway.users().getFirst().proof()).isEqualTo(new Proof.Certificate());
    GatewayUser app = gateway.users().getLast();
    assertThat(app.proof())
        .isEqualTo(
            new Proof.Verifier(new SecretReference.File(Path.of("/etc/crossfade/app.scram"))));
    assertThat(app.source()).isEqualTo(new Credentials("app_old", new SecretReference.Env("OLD")));
    assertThat(app.target()).isEqualTo(new Credentials("app", new SecretReference.Env("NEW")));
    assertThat(app.secrets())
        .containsExactly(
            new SecretReference.File(Path.of("/etc/crossfade/app.scram")),
            new SecretReference.Env("OLD"),
            new SecretReference.Env("NEW"));
  }

  @Test
  void whoIsTrustedMustComeFromThisMachine() {
    GatewaySettings gateway =
        read("gateway: {listen: {address: 127.0.0.2}, users: {app: {auth: trust}}}");
    assertThat(gateway.users().getFirst().proof()).isEqualTo(new Proof.Trust());
    assertThat(new GatewaySettings.Listen("127.example.com", 1).isLoopback()).isFalse();
    assertThat(new GatewaySettings.Listen("::1", 1).isLoopback()).isTrue();
  }

  private static GatewaySettings read(String section) {
    return Objects.requireNonNull(
        ManifestReader.parse("m", MANIFEST + section, DIRECTORY).gateway());
  }
}
