package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.model.CrossfadeException;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same scripts and the same SQL on PostgreSQL, where a store shared by several servers will
/// live.
class StorePostgresIT {
  private static final String SCRIPT =
      "/io/crossfade/engine/store/sql/V1__events_decisions_leases.sql";

  @TempDir Path directory;

  @Test
  void everyStatementRunsThereToo() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(18, directory, false);
        InputStream script = StorePostgresIT.class.getResourceAsStream(SCRIPT)) {
      Jdbi jdbi = Jdbi.create(server.jdbcUrl("postgres"));
      assertThat(script).isNotNull();
      jdbi.useHandle(
          h -> h.createScript(new String(script.readAllBytes(), StandardCharsets.UTF_8)).execute());
      StoreDatabase database = new StoreDatabase(jdbi, "the test's server", "");

      Instant at = Instant.parse("2026-10-25T00:30:00.123456Z");
      EventLog events = new EventLog(database, InstantSource.fixed(at), CrossfadeVersion.current());
      var recorded = events.append("shop", 1, new Noted("hello"));
      assertThat(events.events("shop")).containsExactly(recorded);
      assertThatThrownBy(() -> events.append("shop", 1, new Noted("again")))
          .isInstanceOf(CrossfadeException.class)
          .hasMessageContaining("another process");
      assertThat(events.migrations()).containsExactly("shop");

      Decisions decisions = new Decisions(database);
      assertThat(decisions.decide("shop", 1, Decision.FLIP)).isEqualTo(Decision.FLIP);
      assertThat(decisions.decide("shop", 1, Decision.ABORT)).isEqualTo(Decision.FLIP);

      Leases leases = new Leases(database);
      assertThat(leases.take("shop", "db1", 7)).isEqualTo(new Lease("shop", 1));
      assertThat(leases.take("shop", "db1", 8)).isEqualTo(new Lease("shop", 2));
    }
  }
}
