package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What of a schema comes to another engine: what is there holds and computes the same, and of what
/// is not there a person is told.
@Timeout(40)
class OtherSchemaIT {
  private static final String SWITCHES = "cutover: {deadline: 20s, firstTry: 2s}";

  private final String mariaDb = SharedMySql.newDatabase(MySqlVersion.MARIADB_11_4);
  private final String postgres = SharedPostgres.newDatabase(18);

  @TempDir Path directory;

  @Test
  void checksAndComputedColumnsAreThereAndMeanTheSame() throws SQLException {
    TwoDatabases databases = new TwoDatabases(mariaDb, postgres);
    String schema = databases.one(Side.SOURCE, "SELECT DATABASE()");
    databases.sql(
        Side.SOURCE,
        """
        CREATE TABLE entries (id int NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'it''s counted', price decimal(12,3) NOT NULL, amount int NOT NULL,
          state enum('new','it''s paid') NOT NULL DEFAULT 'new', code varchar(20) COLLATE utf8mb4_nopad_bin, name varchar(40), token char(36) DEFAULT (uuid()),
          changed datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
          total decimal(20,2) GENERATED ALWAYS AS (price * amount) STORED, label varchar(80) GENERATED ALWAYS AS (concat(name, ' / ', code)) VIRTUAL,
          loud varchar(40) GENERATED ALWAYS AS (upper(name)) STORED, KEY newest (changed DESC, id), KEY begin (name(9)), KEY totals (total),
          CONSTRAINT lines_amount CHECK (amount * 1000000 < 3000000000000 AND amount <> 13), CONSTRAINT lines_code CHECK (code IN ('a', 'b')),
          CONSTRAINT lines_name CHECK (name LIKE 'N%')) COMMENT 'of all orders'\
        """,
        """
        INSERT INTO entries (price, amount, state, code, name) SELECT seq / 8 - 30, seq * 1000, if(seq % 2, 'new', 'it''s paid'), if(seq % 3, 'a', NULL), concat('Né', seq)
        FROM seq_14_to_500\
        """);
    String rest = "tables: [\"%s.*\"]\n%s".formatted(schema, SWITCHES);
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open =
            LiveMigration.open(databases.manifest("other_schema", rest), store, directory)) {
      assertThat(open.migration().plan().notes())
          .anyMatch(note -> note.contains("ON UPDATE CURRENT_TIMESTAMP(6) of column changed"))
          .anyMatch(note -> note.contains("generated column loud") && note.contains("ucase("))
          .anyMatch(note -> note.contains("check lines_name") && note.contains("like"))
          .noneMatch(note -> note.contains("comment"));
      open.migration().run();
      assertThat(notes(store, "other_schema")).noneMatch(note -> note.contains("catalog differs"));
      assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      String lines = schema + ".entries";
      databases.sql(
          Side.TARGET,
          "INSERT INTO %s (price, amount, code, name) VALUES (-0.125, 1, 'b', 'Nö'), (1.005, 7, NULL, 'N')"
              .formatted(lines),
          "UPDATE %s SET price = 2.225, name = 'Nu' WHERE id = 7".formatted(lines));
      refused(databases, Side.TARGET, "UPDATE %s SET amount = 13 WHERE id = 7".formatted(lines));
      refused(databases, Side.TARGET, "UPDATE %s SET state = 'old' WHERE id = 7".formatted(lines));
      refused(databases, Side.TARGET, "UPDATE %s SET code = 'A' WHERE id = 7".formatted(lines));
      refused(databases, Side.TARGET, "UPDATE %s SET total = 1 WHERE id = 7".formatted(lines));
      assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(open.migration().verify(false).clean()).isTrue();

      String values =
          "SELECT concat(id, ' ', total, ' ', coalesce(label, '-'), ' ', length(token)) FROM %s ORDER BY id"
              .formatted(lines);
      assertThat(databases.column(Side.TARGET, values))
          .hasSize(489)
          .isEqualTo(databases.column(Side.SOURCE, values));
      assertThat(
              databases.column(
                  Side.TARGET,
                  "SELECT indexdef FROM pg_indexes WHERE schemaname = '%s'".formatted(schema)))
          .anyMatch(index -> index.endsWith("USING btree (changed DESC, id)"))
          .anyMatch(index -> index.endsWith("(name)"))
          .anyMatch(index -> index.endsWith("(total)"));
      assertThat(
              databases.column(
                  Side.TARGET,
                  "SELECT description FROM pg_description WHERE objoid = '%s'::regclass ORDER BY objsubid"
                      .formatted(lines)))
          .contains("of all orders", "it's counted");
      open.migration().abort();
    }
  }

  @Test
  void andTheOtherWayRound() throws SQLException {
    TwoDatabases databases = new TwoDatabases(postgres, mariaDb);
    databases.sql(
        Side.SOURCE,
        """
        CREATE TABLE entries (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, price numeric(12,3) NOT NULL, amount int NOT NULL CHECK (amount >= 0),
          state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid')), done boolean NOT NULL DEFAULT false, name varchar(40), token uuid DEFAULT gen_random_uuid(),
          total numeric(20,2) GENERATED ALWAYS AS (price * amount) STORED, label text GENERATED ALWAYS AS (name || ' / ' || state) STORED,
          loud text GENERATED ALWAYS AS (upper(name)) STORED, born date CHECK (born > '1900-01-01'), CHECK (NOT (done AND state = 'new')),
          CONSTRAINT short CHECK (length(name) < 9 AND amount + amount < 3000000000), CONSTRAINT shaped CHECK (name ~ '^N'))\
        """,
        "CREATE INDEX newest ON entries (born DESC, id)",
        "CREATE TABLE other (id int PRIMARY KEY, name text, CONSTRAINT short CHECK (name <>"
            + " 'it''s'))",
        """
        INSERT INTO entries (price, amount, state, name) SELECT n / 8.0 - 30, n, CASE n % 2 WHEN 0 THEN 'new' ELSE 'paid' END, 'Né' || n FROM generate_series(1, 500) n\
        """);
    String schema = databases.one(Side.TARGET, "SELECT DATABASE()");
    String rest =
        "tables: [\"public.*\"]\nmapping: {public.entries: {to: %1$s.entries}, public.other: {to: %1$s.other}}\n%2$s"
            .formatted(schema, SWITCHES);
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open =
            LiveMigration.open(databases.manifest("other_schema_back", rest), store, directory)) {
      assertThat(open.migration().plan().notes())
          .anyMatch(note -> note.contains("generated column loud") && note.contains("upper("))
          .anyMatch(note -> note.contains("check shaped") && note.contains("^N"))
          .anyMatch(note -> note.contains("is called other_short on the target"));
      open.migration().run();
      assertThat(notes(store, "other_schema_back"))
          .noneMatch(note -> note.contains("catalog differs"));
      assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      databases.sql(
          Side.TARGET,
          "INSERT INTO entries (price, amount, name) VALUES (-0.125, 1, 'Nö'), (1.005, 7, NULL)",
          "UPDATE entries SET price = 2.225, name = 'Nu', state = 'paid', done = true WHERE id ="
              + " 7");
      for (String change :
          List.of("amount = -1", "state = 'NEW'", "born = '1899-01-01'", "total = 1")) {
        refused(databases, Side.TARGET, "UPDATE entries SET %s WHERE id = 8".formatted(change));
      }
      refused(databases, Side.TARGET, "UPDATE entries SET done = true WHERE id = 8");
      refused(databases, Side.TARGET, "UPDATE entries SET name = 'Nnnnnnnnn' WHERE id = 8");
      refused(databases, Side.TARGET, "INSERT INTO other VALUES (1, 'it''s')");
      assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(open.migration().verify(false).clean()).isTrue();

      String values =
          "SELECT concat(id, ' ', total, ' ', coalesce(label, '-'), ' ',"
              + " char_length(concat(token))) FROM entries ORDER BY id";
      assertThat(databases.column(Side.TARGET, values))
          .hasSize(502)
          .isEqualTo(databases.column(Side.SOURCE, values));
      assertThat(databases.one(Side.TARGET, "SHOW CREATE TABLE entries")).isEqualTo("entries");
      assertThat(
              databases.column(
                  Side.TARGET,
                  "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = '%s'"
                      .formatted(schema)))
          .contains("newest");
      open.migration().abort();
    }
  }

  private static Set<String> notes(Store store, String migration) {
    return Set.copyOf(
        store.events().events(migration).stream().map(one -> one.event().toString()).toList());
  }

  private static void refused(TwoDatabases databases, Side side, String sql) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> databases.sql(side, sql))
        .as(sql)
        .isInstanceOf(SQLException.class);
  }
}
