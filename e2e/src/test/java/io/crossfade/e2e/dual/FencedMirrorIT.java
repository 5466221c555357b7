package io.crossfade.e2e.dual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.dual.Versioned;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.RowStore;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.fence.PostgresFence;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.workspace.PostgresWorkspace;
import io.crossfade.servers.SharedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A target that is fenced against all but Crossfade takes the mirrors of an application, and knows
/// them for what they are.
class FencedMirrorIT {
  private static final TableName NOTE = new TableName("public", "note");
  private static final Lease LEASE = new Lease("shop", "store", 1);

  private final JdbcItems items = new JdbcItems("shop");
  private final String url = SharedPostgres.newDatabase(18);
  private final HikariDataSource pool = pool(url);
  private final Sessions sessions = new Sessions(new Endpoint(url, "postgres", new Secret("")));

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  @BeforeEach
  void fenceTheTarget() throws SQLException {
    new PostgresWorkspace(sessions).take(LEASE);
    execute(items.ddl());
    execute("CREATE TABLE note (id bigint PRIMARY KEY, said text)");
    new PostgresFence(sessions).raise(LEASE, List.of(NOTE), Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    sessions.close();
    pool.close();
  }

  @Test
  void aMirrorPassesAndAnOrdinaryWriteDoesNot() throws SQLException {
    assertThatThrownBy(() -> execute("INSERT INTO note VALUES (1, 'stray')"))
        .hasMessageContaining("closed for writes");
    RowStore mirror = new RowStore(items, Side.TARGET, "note", pool, NOTE);
    assertThat(mirror.put("1", state(1, "a"))).isTrue();
    assertThat(mirror.read("1").value()).containsEntry("said", "a");
    assertThat(mirror.put("1", new Versioned<>(2, null))).isTrue();
    assertThat(mirror.read("1")).isEqualTo(new Versioned<>(2, null));
    assertThatThrownBy(() -> execute("INSERT INTO note VALUES (1, 'the next on that connection')"))
        .as("the pass ends with its transaction")
        .hasMessageContaining("closed for writes");
  }

  /// It was on its way when its side became the one that is written: what it brings was given up.
  @Test
  void aMirrorThatComesTooLateTakesNothingBack() throws SQLException {
    RowStore mirror = new RowStore(items, Side.TARGET, "note", pool, NOTE);
    assertThat(mirror.put("1", state(1, "a"))).isTrue();
    new PostgresFence(sessions).lift(LEASE, List.of(NOTE));
    execute("UPDATE note SET said = 'written since' WHERE id = 1");

    assertThatThrownBy(() -> mirror.put("1", state(5, "b")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("note takes no mirrors: migration shop has it written first");
    assertThat(mirror.read("1")).isEqualTo(state(1, "written since"));
    assertThat(mirror.put("1", state(1, "again"))).as("an old one is no error").isFalse();

    new PostgresFence(sessions).raise(LEASE, List.of(NOTE), Duration.ofSeconds(20));
    assertThat(mirror.put("1", state(5, "b"))).isTrue();
  }

  /// Else the reverse stream would bring the source what came from there.
  @Test
  void aMirrorBearsTheMark() throws SQLException {
    String slot = "mark_" + Long.toHexString(System.nanoTime());
    execute("CREATE PUBLICATION notes FOR TABLE note");
    execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    try {
      new RowStore(items, Side.TARGET, "note", pool, NOTE).put("1", state(1, "a"));
      // What is committed is on the disk now, and so to be read from the log.
      execute("CHECKPOINT");
      assertThat(
              query(
                  """
                  SELECT string_agg(encode(data, 'escape'), ' ' ORDER BY lsn) FROM pg_logical_slot_peek_binary_changes('%s',
                    NULL, NULL, 'proto_version', '1', 'publication_names', 'notes', 'messages', 'true')
                  """
                      .formatted(slot)))
          .containsSubsequence("crossfade", "shop/FORWARD", "note");
    } finally {
      execute("SELECT pg_drop_replication_slot('" + slot + "')");
    }
  }

  private static Versioned<Map<String, @Nullable String>> state(long version, String said) {
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    row.put("id", "1");
    row.put("said", said);
    return new Versioned<>(version, row);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
