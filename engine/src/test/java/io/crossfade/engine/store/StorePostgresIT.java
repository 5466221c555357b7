package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.model.CrossfadeException;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same scripts and the same SQL on PostgreSQL, where a store shared by several servers will
/// live.
class StorePostgresIT {
  private static final List<String> SCRIPTS =
      List.of("V1__events_decisions_leases.sql", "V2__lease_store.sql");

  @TempDir Path directory;

  @Test
  void everyStatementRunsThereToo() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(18, directory, false)) {
      Jdbi jdbi = Jdbi.create(server.jdbcUrl("postgres"));
      for (String script : SCRIPTS) {
        String sql = text("sql/" + script);
        jdbi.useHandle(h -> h.createScript(sql).execute());
      }
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
      Lease first = leases.take("shop", "db1", 7);
      assertThat(first.number()).isEqualTo(1);
      assertThat(leases.take("shop", "db1", 8)).isEqualTo(new Lease("shop", first.store(), 2));
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = Store.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
