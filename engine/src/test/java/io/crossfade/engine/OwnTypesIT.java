package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Types that somebody has made, and columns that the server computes, go there and back.
class OwnTypesIT {
  private static final String ROWS = "SELECT t::text FROM t ORDER BY id";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void ownTypesAndComputedColumns() throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION citext",
        "CREATE TYPE mood AS ENUM ('good', 'so \"so\"')",
        "CREATE DOMAIN positive AS numeric CHECK (value > 0)",
        "CREATE TYPE address AS (street text, number positive, mood mood)",
        "CREATE TYPE span AS RANGE (subtype = numeric)",
        """
        CREATE TABLE t (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'good', ms mood[], p positive, a address, l address[],
          s span, h hstore, c citext, twice numeric GENERATED ALWAYS AS (p * 2) STORED)\
        """,
        """
        INSERT INTO t SELECT n, 'so "so"', '{good,NULL}', n / 4.0, ROW('a, "b"', n, 'good')::address,
          ARRAY[ROW('x', 1.00, NULL)::address, NULL], '[1.0,2.00)', 'a=>NULL', 'C' || n FROM generate_series(1, 30) n\
        """);
    // So that the types of the target have other numbers.
    databases.sql(Side.TARGET, "CREATE TYPE unused AS ENUM ('x')");
    Manifest manifest = databases.manifest("own_types", "tables: [public.t]");

    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      Migration migration = open.migration();
      migration.run();
      change(Side.SOURCE, 1);
      assertThat(migration.verify(false).clean()).isTrue();
      databases.spoil(Side.TARGET, "own_types", "UPDATE t SET s = '[1.00,2.00)' WHERE id = 20");
      assertThat(migration.verify(true).clean()).isTrue();
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
      assertSame();
      change(Side.TARGET, 2);
      assertThat(migration.rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertSame();
    }
    assertThat(databases.one(Side.SOURCE, "SELECT twice FROM t WHERE id = 1")).isEqualTo("4");
  }

  /// Those of PostgreSQL 18 that are computed when they are read: no log and no copy has them. And
  /// a table without rows.
  @Test
  void virtualColumnsAreComputedOnBothSides() throws SQLException {
    TwoDatabases newest = new TwoDatabases(18);
    newest.sql(
        Side.SOURCE,
        "CREATE TABLE t (id int PRIMARY KEY, price numeric, twice numeric GENERATED ALWAYS AS (price * 2) VIRTUAL, half numeric GENERATED ALWAYS AS (price / 2) STORED)",
        "CREATE TABLE empty (LIKE t INCLUDING ALL)",
        "INSERT INTO t SELECT n, n / 4.0 FROM generate_series(1, 30) n");
    Manifest manifest = newest.manifest("virtual", "tables: [\"public.*\"]");

    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      Migration migration = open.migration();
      migration.run();
      newest.sql(Side.SOURCE, "UPDATE t SET price = 5 WHERE id = 1");
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
      newest.sql(
          Side.TARGET,
          "UPDATE t SET price = 7 WHERE id = 2",
          "INSERT INTO empty (id, price) VALUES (1, 1)");
      assertThat(migration.rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(migration.verify(false).clean()).isTrue();
    }
    for (Side side : Side.values()) {
      assertThat(newest.column(side, "SELECT twice || '/' || half FROM t WHERE id < 3 ORDER BY id"))
          .containsExactly("10/2.5000000000000000", "14/3.5000000000000000");
      assertThat(newest.column(side, "SELECT twice FROM empty")).containsExactly("2");
    }
  }

  /// One that no statement can make is found before anything is made.
  @Test
  void aTypeThatCannotBeCarriedIsNamedBeforehand() throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE TYPE mine",
        "CREATE FUNCTION mine_in(cstring) RETURNS mine LANGUAGE internal IMMUTABLE STRICT AS 'textin'",
        "CREATE FUNCTION mine_out(mine) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'",
        "CREATE TYPE mine (INPUT = mine_in, OUTPUT = mine_out, LIKE = text)",
        "CREATE DOMAIN of_mine AS mine",
        "CREATE TABLE t (id int PRIMARY KEY, v mine, w of_mine[])");
    Manifest manifest = databases.manifest("own_types", "tables: [public.t]");

    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      assertThatThrownBy(() -> open.migration().run())
          .hasMessageContaining("column v has the type public.mine")
          .hasMessageContaining("column w has the type public.of_mine[]");
    }
    assertThat(databases.one(Side.TARGET, "SELECT to_regclass('t')::text")).isNull();
  }

  private void change(Side side, int value) throws SQLException {
    databases.sql(
        side,
        "UPDATE t SET p = %d, m = 'good', l[1].mood = 'good' WHERE id = 1".formatted(value),
        "UPDATE t SET id = id + 100, h = h || 'b=>2' WHERE id = 2 * %d".formatted(value),
        "INSERT INTO t (id, p, c) VALUES (50 + %d, 7, 'new')".formatted(value),
        "DELETE FROM t WHERE id = 10 + %d".formatted(value));
  }

  private void assertSame() throws SQLException {
    assertThat(databases.column(Side.TARGET, ROWS))
        .hasSizeGreaterThan(25)
        .isEqualTo(databases.column(Side.SOURCE, ROWS));
  }
}
