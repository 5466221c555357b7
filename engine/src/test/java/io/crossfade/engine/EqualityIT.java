package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.store.Store;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the manifest says of equality, and that it may say so in the middle of a migration.
class EqualityIT {
  private static final String TABLE = "tables: [public.t]\n";
  private static final String AS_VALUES =
      TABLE
          + "mapping: {public.t: {columns: {n: {compare: sql}, f: {compare: sql}, c: {compare: sql}, search: {compare: never}}}}";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  /// PostgreSQL 16 stems the word to "ad", 18 to "add".
  @BeforeEach
  void rowsThatTwoVersionsSeeOtherwise() throws SQLException {
    databases.sql(
        Side.SOURCE,
        """
        CREATE TABLE t (id int PRIMARY KEY, n numeric, f double precision, c bpchar, body text,
          search tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED)\
        """,
        "INSERT INTO t SELECT g, CASE WHEN g = 28 THEN 'NaN' ELSE g / 4.0 END, 0, 'c' || g, 'adding' FROM generate_series(1, 30) g");
  }

  @Test
  void equalityIsExactUnlessTheManifestSaysOtherwise() throws SQLException {
    try (Store store = Store.open(directory, InstantSource.system())) {
      try (OpenMigration open = open(store, TABLE)) {
        assertThatThrownBy(() -> open.migration().run())
            .hasMessageContaining("public.t (30 differ in search, 0 changed too often to tell)")
            .extracting("code")
            .isEqualTo(ErrorCode.DRIFT_FOUND);
      }
      try (OpenMigration open = open(store, AS_VALUES)) {
        Migration migration = open.migration();
        migration.run();
        assertThat(migration.verify(false).clean()).isTrue();
        spoil("UPDATE t SET n = 7.500, f = '-0', c = 'c30 ' WHERE id = 30");
        assertThat(
                databases.one(Side.TARGET, "SELECT concat_ws('|', n, f, c) FROM t WHERE id = 30"))
            .isEqualTo("7.500|-0|c30 ");
        assertThat(migration.verify(false).clean()).isTrue();
        spoil("UPDATE t SET n = -n WHERE id = 7", "UPDATE t SET n = n * 10000 WHERE id = 4");
        spoil("UPDATE t SET n = 'Infinity' WHERE id = 28", "UPDATE t SET f = 1 WHERE id = 8");
        spoil("UPDATE t SET c = 'x' WHERE id = 9");
        TableReport found = migration.verify(true).tables().getFirst();
        assertThat(found.repaired()).isEqualTo(5);
        assertThat(found.columns()).containsExactlyInAnyOrder("n", "f", "c");
        assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
        databases.sql(Side.TARGET, "UPDATE t SET n = 2.500 WHERE id = 10");
        assertThat(migration.verify(false).clean()).isTrue();
        assertThat(migration.rollback(false).decision()).isEqualTo(Decision.FLIP);
        assertThat(migration.verify(false).clean()).isTrue();
      }
      try (OpenMigration open = open(store, AS_VALUES.replace("n: {compare: sql}, ", ""))) {
        assertThatThrownBy(() -> open.migration().cutover())
            .hasMessageContaining("public.t")
            .hasMessageContaining("was not compared yet")
            .extracting("code")
            .isEqualTo(ErrorCode.GATE_REFUSED);
      }
    }
  }

  private OpenMigration open(Store store, String what) {
    return LiveMigration.open(databases.manifest("equality", what), store, directory);
  }

  private void spoil(String... statements) throws SQLException {
    databases.spoil(Side.TARGET, "equality", statements);
  }
}
