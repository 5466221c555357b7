package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.ItemStoreContract;
import io.crossfade.client.dual.Versioned;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowStoreIT implements ItemStoreContract<Map<String, @Nullable String>> {
  private static final TableName KINDS = new TableName("Odd schema", "kinds");

  private TwoDatabases both;

  @BeforeEach
  void start() throws SQLException {
    both = new TwoDatabases();
  }

  @AfterEach
  void stop() {
    both.close();
  }

  @Override
  public ItemStore<Map<String, @Nullable String>> store() {
    return both.notes(Side.TARGET);
  }

  @Override
  public Map<String, @Nullable String> value(String key, String text) {
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    row.put("id", key);
    row.put("said", text);
    return row;
  }

  /** The two databases print times and bytes differently, and one looks elsewhere for names. */
  @Test
  void everyTypeArrivesExactly() throws Exception {
    for (Side side : Side.values()) {
      both.execute(side, "CREATE SCHEMA \"Odd schema\"");
      both.execute(side, "CREATE TYPE \"Odd schema\".mood AS ENUM ('fine', 'it''s, bad')");
      both.execute(
          side,
          """
          CREATE TABLE "Odd schema".kinds (
            shop text, "No" int GENERATED ALWAYS AS IDENTITY,
            amount numeric(30, 10), exact numeric, ratio float8, small float4, at timestamptz, local timestamp(3), day date,
            took interval, raw bytea, doc jsonb, plain json, tags text[], grid int[][], mood "Odd schema".mood,
            id uuid, flag boolean, code char(5), bits varbit, span tstzrange, net inet,
            twice numeric GENERATED ALWAYS AS (amount * 2) STORED,
            PRIMARY KEY ("No", shop))
          """);
      String database = both.rows(side, "SELECT current_database()").get(0);
      both.execute(
          side,
          "ALTER DATABASE \""
              + database
              + (side == Side.SOURCE
                  ? "\" SET timezone = 'Asia/Kathmandu'"
                  : "\" SET datestyle = 'German'"));
      both.execute(side, "ALTER DATABASE \"" + database + "\" SET bytea_output = 'escape'");
      both.execute(side, "ALTER DATABASE \"" + database + "\" SET extra_float_digits = 0");
      both.pool(side).getHikariPoolMXBean().softEvictConnections();
    }
    both.execute(
        Side.SOURCE,
        """
        INSERT INTO "Odd schema".kinds OVERRIDING SYSTEM VALUE VALUES
          ('a,b\\c', 7, 12345678901234567890.0123456789, 'NaN', 0.1::float8 + 0.2, 1e-7, '2026-03-29 02:30:00.123456+05:45',
           '1999-12-31 23:59:59.999', '0044-03-15 BC', '1 year -3 days 04:05:06.7', '\\x00ff5c27', '{"a": [1.10, null]}',
           '{"a":1, "a":2}', ARRAY['x,y', NULL, '"', 'NULL'], '{{1,2},{3,4}}', 'it''s, bad',
           '00000000-0000-0000-0000-0000000000ff', true, 'ab', B'10110', '[2026-01-01 00:00Z,)', '10.0.0.1/24'),
          ('empty', 8, NULL, NULL, 'Infinity', '-0', 'infinity', NULL, NULL, NULL, '', 'null', 'null', '{}', NULL, NULL,
           NULL, NULL, '', NULL, 'empty', NULL)
        """);
    for (Key key : new Key[] {Key.of("7", "a,b\\c"), Key.of("8", "empty")}) {
      Versioned<Map<String, @Nullable String>> read = kinds(Side.SOURCE).read(key.text());
      assertThat(read.value()).isNotNull().doesNotContainKey("twice");
      assertThat(kinds(Side.TARGET).put(key.text(), new Versioned<>(1, read.value()))).isTrue();
    }
    assertThat(printed(Side.TARGET)).isEqualTo(printed(Side.SOURCE)).hasSize(2);
  }

  /** Computed by the server under the same settings, not by the code under test. */
  private List<String> printed(Side side) throws SQLException {
    try (Connection connection = both.pool(side).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET extra_float_digits = 3; SET bytea_output = 'hex'");
      List<String> rows = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("SELECT k::text FROM \"Odd schema\".kinds k ORDER BY \"No\"")) {
        while (row.next()) {
          rows.add(row.getString(1));
        }
      }
      return rows;
    }
  }

  private RowStore kinds(Side side) {
    return new RowStore(both.items, side, "kinds", both.pool(side), KINDS);
  }

  @Test
  void aColumnThatOneSideLacksIsNamed() throws Exception {
    both.execute(Side.SOURCE, "ALTER TABLE note ADD COLUMN heard text");
    both.execute(Side.SOURCE, "INSERT INTO note VALUES (1, 'a', 'b')");
    Versioned<Map<String, @Nullable String>> read = both.notes(Side.SOURCE).read("1");
    RowStore target = both.notes(Side.TARGET);
    Versioned<Map<String, @Nullable String>> state = new Versioned<>(1, read.value());
    assertThatThrownBy(() -> target.put("1", state))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("public.note has no column heard");
    assertThat(target.read("1").version()).as("nothing is taken without its row").isZero();
    both.execute(Side.TARGET, "ALTER TABLE note ADD COLUMN heard text");
    assertThat(target.put("1", state)).isTrue();
    assertThat(both.rows(Side.TARGET, "SELECT * FROM note")).containsExactly("1|a|b");
  }

  @Test
  void aKeyOfTheWrongSizeIsRefused() {
    assertThatThrownBy(() -> both.notes(Side.SOURCE).read("1,2"))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("has 1 values");
  }

  /**
   * What drivers and people make of a key; each is the same row to the database, and would be
   * another item.
   */
  @Test
  void aKeyInAnotherSpellingIsRefusedAndNothingIsDeleted() throws Exception {
    for (Side side : Side.values()) {
      both.execute(side, "CREATE SCHEMA \"Odd schema\"");
      both.execute(
          side,
          """
          CREATE TABLE "Odd schema".kinds (at timestamptz, code char(4), n numeric(9, 2), flag bool, raw bytea, id uuid,
            PRIMARY KEY (at, code, n, flag, raw, id))
          """);
      both.execute(
          side,
          """
          INSERT INTO "Odd schema".kinds VALUES ('2026-01-01 00:00Z', 'ab', 1, true, '\\x0a', '0000000a-0000-0000-0000-000000000000')
          """);
    }
    List<String> printed =
        List.of(
            "2026-01-01 00:00:00+00",
            "ab",
            "1.00",
            "true",
            "\\x0a",
            "0000000a-0000-0000-0000-000000000000");
    assertThat(kinds(Side.SOURCE).read(new Key(printed).text()).value()).hasSize(6);
    List<String> otherwise =
        List.of(
            "2026-01-01 01:00:00+01",
            "ab  ",
            "1",
            "t",
            "\\x0A",
            "0000000A-0000-0000-0000-000000000000");
    for (boolean deleted : List.of(false, true)) {
      if (deleted) {
        both.execute(Side.SOURCE, "DELETE FROM \"Odd schema\".kinds");
        assertThat(kinds(Side.SOURCE).read(new Key(printed).text()).value()).isNull();
      }
      for (int i = 0; i < printed.size(); i++) {
        List<String> key = new ArrayList<>(printed);
        key.set(i, otherwise.get(i));
        assertThatThrownBy(() -> kinds(Side.SOURCE).read(new Key(key).text()))
            .as(key.toString())
            .isInstanceOf(CrossfadeException.class)
            .hasMessageContaining("in another spelling than the database prints it");
      }
    }
  }

  /** Who does not see a row would take it for deleted, and delete it on the other side. */
  @Test
  void aRowThatIsHiddenIsNotTakenForDeleted() throws Exception {
    both.execute(Side.SOURCE, "DROP ROLE IF EXISTS hidden_from");
    both.execute(Side.SOURCE, "CREATE ROLE hidden_from LOGIN");
    both.execute(Side.SOURCE, "GRANT USAGE ON SCHEMA crossfade TO hidden_from");
    both.execute(Side.SOURCE, "GRANT ALL ON note, crossfade.item TO hidden_from");
    both.execute(Side.SOURCE, "ALTER TABLE note ENABLE ROW LEVEL SECURITY");
    both.execute(Side.SOURCE, "INSERT INTO note VALUES (1, 'a')");
    String url = both.source.getJdbcUrl().replace("user=postgres", "user=hidden_from");
    try (HikariDataSource pool = TwoDatabases.pool(url)) {
      RowStore hidden = new RowStore(both.items, Side.SOURCE, "note", pool, TwoDatabases.NOTE);
      assertThatThrownBy(() -> hidden.read("1")).hasMessageContaining("row-level security");
      assertThatThrownBy(() -> hidden.put("1", new Versioned<>(1, null)))
          .hasMessageContaining("row-level security");
      both.execute(Side.SOURCE, "ALTER ROLE hidden_from BYPASSRLS");
      assertThat(hidden.read("1").value()).containsEntry("said", "a");
    }
    both.execute(Side.SOURCE, "DROP OWNED BY hidden_from");
    both.execute(Side.SOURCE, "DROP ROLE hidden_from");
  }
}
