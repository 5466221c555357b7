package io.crossfade.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.alerts.AlertSettings;
import io.crossfade.server.alerts.Message;
import io.crossfade.server.tls.Certificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServerConfigurationTest {
  @TempDir Path directory;

  @Test
  void everySectionIsRead() throws Exception {
    ServerConfiguration configuration =
        read(
            """
            listen: {address: 0.0.0.0, port: 7500, url: "https://crossfade.example.com"}
            tls: {certificate: chain.pem, key: /etc/key.pem}
            secrets: {environment: [SHOP_*], files: secrets}
            oidc:
              issuer: https://id.example.com
              audience: crossfade
              claim: groups
              operator: [dba, ops]
              login: {secret: {file: secrets/client}}
            store:
              url: jdbc:postgresql://control/crossfade
              user: crossfade
              password: {file: secrets/store}
            """);
    assertThat(configuration.listen())
        .isEqualTo(new Listen("0.0.0.0", 7500, "https://crossfade.example.com"));
    assertThat(configuration.tls())
        .isEqualTo(
            new Tls(new Certificate(directory.resolve("chain.pem"), Path.of("/etc/key.pem"))));
    assertThat(configuration.secrets())
        .isEqualTo(new AllowedSecrets(List.of("SHOP_*"), directory.resolve("secrets")));
    assertThat(configuration.oidc())
        .isEqualTo(
            new Oidc(
                URI.create("https://id.example.com"),
                "crossfade",
                "sub",
                "groups",
                Map.of(
                    Role.VIEWER, List.of(),
                    Role.OPERATOR, List.of("dba", "ops"),
                    Role.APPROVER, List.of(),
                    Role.ADMIN, List.of()),
                new Oidc.Login(
                    new SecretReference.File(directory.resolve("secrets/client")),
                    "openid profile email")));
    assertThat(configuration.store())
        .isEqualTo(
            new DatabaseReference(
                "jdbc:postgresql://control/crossfade",
                "crossfade",
                new SecretReference.File(directory.resolve("secrets/store"))));
    assertThat(configuration.on(0).listen().port()).isZero();
  }

  @Test
  void whoIsToldIsRead() throws Exception {
    AlertSettings alerts =
        read("""
        alerts:
          only: [warning, rolled-back]
          webhook: {url: {env: HOOK}, secret: {file: secrets/hook}}
          chat: {url: {env: CHAT}}
          mail:
            host: mail.example.com
            from: crossfade@example.com
            to: [ann@example.com, ben@example.com]
          alertmanager: {url: "http://alerts:9093"}
          auditHeads: {url: {env: HEADS}, secret: {env: KEY}}
        """)
            .alerts();
    assertThat(alerts.kinds()).containsOnly(Message.Kind.WARNING, Message.Kind.ROLLED_BACK);
    assertThat(alerts.webhook())
        .isEqualTo(
            new AlertSettings.ToWebhook(
                new SecretReference.Env("HOOK"),
                new SecretReference.File(directory.resolve("secrets/hook"))));
    assertThat(alerts.auditHeads())
        .isEqualTo(
            new AlertSettings.ToWebhook(
                new SecretReference.Env("HEADS"), new SecretReference.Env("KEY")));
    assertThat(alerts.mail())
        .isEqualTo(
            new AlertSettings.ToMail(
                "mail.example.com",
                587,
                "starttls",
                null,
                new AlertSettings.Addresses(
                    null, "crossfade@example.com", List.of("ann@example.com", "ben@example.com"))));
    refused("alerts: {chat: {url: \"https://chat/geheim\"}}", "a secret does not belong");
  }

  @Test
  void whatIsLeftOutIsAsByDefault() throws Exception {
    assertThat(read("{}")).isEqualTo(ServerConfiguration.DEFAULT);
    assertThat(read("listen: {}")).isEqualTo(ServerConfiguration.DEFAULT);
  }

  @Test
  void everyMistakeIsSaidWithItsPlace() {
    refused(
        """
        listen: {port: 70000, adress: x}
        stor: {}
        store: {url: "jdbc:mysql://x/y", user: a, password: geheim}
        """,
        "server.yaml:1:16: port cannot be 70000",
        "server.yaml:1:23: unknown key adress",
        "server.yaml:2:1: unknown key stor; did you mean store?",
        "server.yaml:3:14: url cannot be this",
        "server.yaml:3:53: a secret does not belong into this file");
    refused(
        "store: {url: \"jdbc:postgresql://a:geheim@x/y\", user: a}", "the URL holds a password");
    refused("listen: {port: 1}\nlisten: {port: 2}", "key listen is written twice");
    refused("", "the configuration is empty; see docs/server.md");
    assertThatThrownBy(() -> ServerConfiguration.read(directory.resolve("no.yaml")))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void nothingIsOpenToOthersBySilence() throws Exception {
    refused(
        "listen: {address: 0.0.0.0}",
        "server.yaml:1:9: other machines reach this address",
        "tls: {certificate: FILE",
        "secrets: {environment");
    refused("listen: {address: db1.example}\ntls: {byProxy: true}", "secrets: {environment");
    refused("tls: {certificate: a}", "server.yaml:1:6: tls does not say how");
    refused("tls: {byProxy: false}", "tls does not say how");
    refused("tls: {byProxy: true, certificate: a, key: b}", "tls does not say how");
    assertThat(read("listen: {address: 0.0.0.0}\ntls: {byProxy: true}\nsecrets: {}").tls())
        .isEqualTo(new Tls(null));
    assertThat(read("listen: {address: \"::1\"}").listen().isLoopback()).isTrue();
    assertThat(read("listen: {address: localhost}").listen().isLoopback()).isTrue();
  }

  @Test
  void aManifestUsesTheSecretsItMayAndNoOthers() throws Exception {
    AllowedSecrets some = read("secrets: {environment: [SHOP_*, ONE], files: s}").secrets();
    assertThat(some.test(new SecretReference.Env("SHOP_SOURCE"))).isTrue();
    assertThat(some.test(new SecretReference.Env("ONE"))).isTrue();
    assertThat(some.test(new SecretReference.Env("ONES"))).isFalse();
    assertThat(some.test(new SecretReference.Env("AWS_SHOP_"))).isFalse();
    assertThat(some.test(new SecretReference.File(directory.resolve("s/a")))).isTrue();
    assertThat(some.test(new SecretReference.File(directory.resolve("s/../a")))).isFalse();
    assertThat(some.test(new SecretReference.File(Path.of("/etc/shadow")))).isFalse();
    assertThat(read("secrets: {environment: []}").secrets().test(new SecretReference.Env("ONE")))
        .isFalse();
    assertThat(read("secrets: {files: s}").secrets().test(new SecretReference.Env("ONE")))
        .isFalse();
    assertThat(
            read("secrets: {environment: [ONE]}")
                .secrets()
                .test(new SecretReference.File(Path.of("/etc/shadow"))))
        .isFalse();
    assertThat(AllowedSecrets.ALL.test(new SecretReference.Env("ONE"))).isTrue();
    SecretReferences references = new SecretReferences(Map.of("ONE", "1", "TWO", "2")).only(some);
    assertThat(references.resolve(new SecretReference.Env("ONE")).reveal()).isEqualTo("1");
    assertThatThrownBy(() -> references.resolve(new SecretReference.Env("TWO")))
        .hasMessageContaining("may not use environment variable TWO");
  }

  @Test
  void thePageDescribesEveryKey() throws Exception {
    List<String> keys = new ArrayList<>();
    collect(new JsonMapper().readTree(ServerConfiguration.schema()), "", keys);
    String page = Files.readString(Path.of("..", "docs", "server.md"));
    assertThat(keys).contains("listen.port", "store.user");
    assertThat(keys).allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
  }

  /// Of each section its keys, by their whole names.
  private static void collect(JsonNode schema, String name, List<String> keys) {
    for (var property : schema.path("properties").properties()) {
      String whole = name.isEmpty() ? property.getKey() : name + "." + property.getKey();
      if (property.getValue().path("properties").isObject()) {
        collect(property.getValue(), whole, keys);
      } else {
        keys.add(whole);
      }
    }
  }

  private void refused(String text, String... messages) {
    assertThatThrownBy(() -> read(text))
        .hasMessageContainingAll(messages)
        .hasMessageNotContaining("geheim")
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
  }

  private ServerConfiguration read(String text) throws IOException {
    return ServerConfiguration.read(Files.writeString(directory.resolve("server.yaml"), text));
  }
}
