package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that would be statements if they were not quoted, on a server whose quotes and backslashes
/// mean something else than usual, for whoever connects.
@Timeout(180)
class MySqlNamesIT {
  private static final String MODES =
      "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,STRICT_TRANS_TABLES";

  private static final String DATABASE = "sh`o'p;--x";
  private static final List<String> TABLES =
      List.of("Order", "it's \\ \"here\"", "`; drop table x; --", "/*! a */ # b", "100%s\\' ?");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"POSTGRESQL", "MYSQL_8_0"})
  void anyNameGoesThereAndBack(String target) throws SQLException {
    boolean toPostgres = target.equals("POSTGRESQL");
    MySqlVersion from = MySqlVersion.MARIADB_11_4;
    List<MySqlVersion> servers =
        toPostgres ? List.of(from) : List.of(from, MySqlVersion.valueOf(target));
    try {
      for (MySqlVersion version : servers) {
        asRoot(
            version,
            "CREATE DATABASE " + quoted(DATABASE),
            "SET GLOBAL sql_mode = '" + MODES + "'",
            "SET GLOBAL init_connect = 'SET sql_mode = ''" + MODES + "'''");
      }
      String to =
          toPostgres ? SharedPostgres.newDatabase(18) : url(MySqlVersion.valueOf(target));
      moves(new TwoDatabases(url(from), to), "names_to_" + target.toLowerCase(Locale.ROOT));
    } finally {
      for (MySqlVersion version : servers) {
        asRoot(
            version,
            "SET GLOBAL init_connect = DEFAULT",
            "SET GLOBAL sql_mode = DEFAULT",
            "DROP DATABASE " + quoted(DATABASE));
      }
    }
  }

  private void moves(TwoDatabases databases, String name) throws SQLException {
    for (String table : TABLES) {
      databases.sql(Side.SOURCE, made(table));
    }
    databases.sql(
        Side.SOURCE,
        "CREATE VIEW %s AS SELECT %s FROM %s"
            .formatted(quoted("v\\`\"'"), quoted("i`d"), quoted(TABLES.getFirst())));
    Manifest manifest = databases.manifest(name, "tables: ['*.*']\ncutover: {deadline: 20s, firstTry: 2s}");
    assertThat(
            Preview.of(manifest, new SecretReferences(Map.of()), InstantSource.system()).problems())
        .isEmpty();
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      Migration migration = open.migration();
      migration.run();
      change(databases, Side.SOURCE, "there \\");
      assertThat(migration.verify(false).clean()).isTrue();
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
      assertSame(databases);
      change(databases, Side.TARGET, "back '\\\"");
      assertThat(migration.rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertSame(databases);
      assertThat(migration.verify(false).clean()).isTrue();
      migration.abort();
    }
    assertThat(values(databases, Side.SOURCE, TABLES.getFirst()).getFirst())
        .isEqualTo("1 back '\\\"");
  }

  /// Its columns, index, key and default too.
  private static String[] made(String table) {
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      rows.add("(%d, %d.5)".formatted(i, i));
    }
    return new String[] {
      """
      CREATE TABLE %1$s (`i``d` int PRIMARY KEY, `"n\\` varchar(40) NOT NULL DEFAULT 'it''s \\', `%%s ? :x` decimal(9,2),
        KEY `k '``"` (`"n\\`), UNIQUE `; --` (`%%s ? :x`))\
      """
          .formatted(quoted(table)),
      "INSERT INTO %s (`i``d`, `%%s ? :x`) VALUES %s"
          .formatted(quoted(table), String.join(", ", rows))
    };
  }

  private static void change(TwoDatabases databases, Side side, String value) throws SQLException {
    String text = "'" + value.replace("'", "''") + "'";
    for (String table : TABLES) {
      String name = name(databases, side, table);
      String id = column(databases, side, "i`d");
      databases.sql(
          side,
          "UPDATE %s SET %s = %s WHERE %s < 5"
              .formatted(name, column(databases, side, "\"n\\"), text, id),
          "UPDATE %1$s SET %2$s = %2$s + 100 WHERE %2$s = 7".formatted(name, id),
          "DELETE FROM %s WHERE %s = %d".formatted(name, id, side == Side.SOURCE ? 8 : 9));
    }
  }

  private static void assertSame(TwoDatabases databases) throws SQLException {
    for (String table : TABLES) {
      assertThat(values(databases, Side.TARGET, table))
          .as(table)
          .hasSizeGreaterThan(15)
          .isEqualTo(values(databases, Side.SOURCE, table));
    }
  }

  private static List<String> values(TwoDatabases databases, Side side, String table)
      throws SQLException {
    return databases.column(
        side,
        "SELECT concat(%1$s, ' ', %2$s) FROM %3$s ORDER BY %1$s"
            .formatted(
                column(databases, side, "i`d"),
                column(databases, side, "\"n\\"),
                name(databases, side, table)));
  }

  private static String name(TwoDatabases databases, Side side, String table) {
    return column(databases, side, DATABASE) + "." + column(databases, side, table);
  }

  private static String column(TwoDatabases databases, Side side, String name) {
    return databases.url(side).startsWith("jdbc:postgresql")
        ? '"' + name.replace("\"", "\"\"") + '"'
        : quoted(name);
  }

  private static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  private static String url(MySqlVersion version) {
    return SharedMySql.of(version).jdbcUrl(DATABASE);
  }

  private static void asRoot(MySqlVersion version, String... statements) throws SQLException {
    String url = "jdbc:mariadb://127.0.0.1:%d/".formatted(SharedMySql.of(version).port());
    try (Connection connection = DriverManager.getConnection(url, "root", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
