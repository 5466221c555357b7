package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdapterReadingTest {
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "jdbc:postgresql://a/shop", user: crossfade}
      target: {url: "jdbc:postgresql://b/shop", user: crossfade}
      tables: ["public.*"]
      """;
  private static final Path DIRECTORY = Path.of("/etc/crossfade");

  private static AdapterSettings read(String adapters) {
    return ManifestReader.parse("m", MANIFEST + adapters, DIRECTORY).adapters();
  }

  @Test
  void aManifestHasNoneUnlessItSaysSo() {
    assertThat(read("")).isEqualTo(AdapterSettings.NONE);
  }

  @Test
  void readsAPgBouncer() {
    assertThat(
            read(
                """
                adapters:
                  pgbouncer:
                    file: /etc/pgbouncer/pgbouncer.ini
                    console: {host: /run/postgresql, port: 7000, user: admin, password: {env: P}}
                    databases: [shop, shop-jobs]
                    readOnly: [shop_ro]
                    target: {host: b.internal, port: 5433, dbname: sales, user: app}
                """))
        .isEqualTo(
            new AdapterSettings(
                new AdapterSettings.PgBouncer(
                    Path.of("/etc/pgbouncer/pgbouncer.ini"),
                    new AdapterSettings.Console(
                        "/run/postgresql", 7000, "admin", new SecretReference.Env("P")),
                    List.of("shop", "shop-jobs"),
                    List.of("shop_ro"),
                    new AdapterSettings.Place(null, null, null, null),
                    new AdapterSettings.Place("b.internal", 5433, "sales", "app")),
                null));
  }

  @Test
  void whatIsNotSaidIsUsual() {
    assertThat(
            read(
                """
                adapters:
                  pgbouncer: {file: pgbouncer.ini, console: {user: admin}, databases: [shop]}
                  haproxy: {file: haproxy.cfg, socket: /run/haproxy.sock, backends: [shop]}
                """))
        .isEqualTo(
            new AdapterSettings(
                new AdapterSettings.PgBouncer(
                    Path.of("/etc/crossfade/pgbouncer.ini"),
                    new AdapterSettings.Console("127.0.0.1", 6432, "admin", null),
                    List.of("shop"),
                    List.of(),
                    AdapterSettings.Place.AS_IN_THE_URL,
                    AdapterSettings.Place.AS_IN_THE_URL),
                new AdapterSettings.Haproxy(
                    Path.of("/etc/crossfade/haproxy.cfg"),
                    Path.of("/run/haproxy.sock"),
                    List.of("shop"),
                    List.of(),
                    "source",
                    "target")));
  }

  @Test
  void noneCanWriteBothSides() {
    assertThatThrownBy(() ->
            read(
                """
                strategy: dual-write
                adapters:
                  haproxy: {file: h, socket: s, backends: [shop]}
                """))
        .hasMessageContaining("m:6:1: PgBouncer and HAProxy cannot write both sides");
  }
}
