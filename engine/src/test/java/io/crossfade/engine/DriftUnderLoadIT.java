package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.MigrationEvent.RowRepaired;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.Key;
import io.crossfade.model.RowDifference.Kind;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The comparison while rows are written all the time. One table is compared by digests in the
/// databases, the other one, of which a column is computed, on our side.
@Timeout(120)
class DriftUnderLoadIT {
  private static final String MAPPING =
      """
      mapping:
        public.notes:
          to: app.remarks
          columns: {name: {to: words}}
          add: {loud: {expression: "name + '!'", type: text}}
      copy: {chunkRows: 500}
      reads: []
      """;

  private static final TableName ITEMS = new TableName("public", "items");
  private static final TableName REMARKS = new TableName("app", "remarks");

  /// So much has to be written while rows are compared.
  private static final int ENOUGH = 3_000;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @BeforeEach
  void makeItems() throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE items (id bigint PRIMARY KEY, name text, price numeric(12,2) DEFAULT 1.10,"
            + " since timestamptz DEFAULT now())",
        "INSERT INTO items (id, name, price) SELECT n, 'old' || n, n / 7.0 FROM generate_series(1,"
            + " 4000) n");
  }

  @Test
  void rowsThatAreWrittenMeanwhileAreNoDrift() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "hot", MAPPING, directory)) {
      try (HotRows load = new HotRows(databases, "items", "notes").start()) {
        live.migration().run();
        long meanwhile = 0;
        while (meanwhile < ENOUGH) {
          long before = load.written();
          assertThatAllIsEqual(live.migration().verify(false));
          meanwhile += load.written() - before;
        }
      }
      assertThatAllIsEqual(live.migration().verify(false));
      assertThat(live.events())
          .filteredOn(VerdictReached.class::isInstance)
          .allSatisfy(event -> assertThat(((VerdictReached) event).isClean()).isTrue());
      assertThat(drifts(live)).isEmpty();
      assertThatPlainSqlFindsNoDifference();
    }
  }

  @Test
  void driftIsFoundAndRepairedAmongRowsThatAreWritten() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "spoilt", MAPPING, directory)) {
      try (HotRows load = new HotRows(databases, "items", "notes").start()) {
        live.migration().run();
        spoil();
        assertThat(live.migration().verify(false).tables())
            .extracting(TableReport::table, TableReport::drift, TableReport::unsettled)
            .containsExactlyInAnyOrder(tuple(ITEMS, 3L, 0L), tuple(REMARKS, 2L, 0L));
        assertThat(drifts(live))
            .containsExactlyInAnyOrder(
                "drift: public.items key 1003 is CHANGED on the target in [name, price]",
                "drift: public.items key 2004 is MISSING on the target",
                "drift: public.items key 2000001 is SURPLUS on the target",
                "drift: app.remarks key 77 is CHANGED on the target in [loud]",
                "drift: app.remarks key 1951 is MISSING on the target");
        assertThat(repairs(live)).isEmpty();

        VerifyReport repaired = live.migration().verify(true);
        assertThatAllIsEqual(repaired);
        assertThat(repaired.tables())
            .extracting(TableReport::table, TableReport::repaired)
            .containsExactlyInAnyOrder(tuple(ITEMS, 3L), tuple(REMARKS, 2L));
        assertThat(repairs(live))
            .containsExactlyInAnyOrder(
                new RowRepaired(ITEMS, Key.of("1003"), Kind.CHANGED),
                new RowRepaired(ITEMS, Key.of("2004"), Kind.MISSING),
                new RowRepaired(ITEMS, Key.of("2000001"), Kind.SURPLUS),
                new RowRepaired(REMARKS, Key.of("77"), Kind.CHANGED),
                new RowRepaired(REMARKS, Key.of("1951"), Kind.MISSING));
        long before = load.written();
        assertThatAllIsEqual(live.migration().verify(false));
        assertThat(load.written()).isGreaterThan(before);
      }
      assertThatAllIsEqual(live.migration().verify(false));
      assertThatPlainSqlFindsNoDifference();
    }
  }

  /// Rows that the load never touches, next to such as it does.
  private void spoil() throws SQLException {
    databases.spoil(
        Side.TARGET,
        "spoilt",
        "UPDATE items SET name = 'spoilt', price = price + 0.01 WHERE id = 1003",
        "DELETE FROM items WHERE id = 2004",
        "INSERT INTO items (id, name) VALUES (2000001, 'nobody wrote this')",
        "UPDATE app.remarks SET loud = 'spoilt' WHERE id = 77",
        "DELETE FROM app.remarks WHERE id = 1951");
  }

  private static void assertThatAllIsEqual(VerifyReport report) {
    assertThat(report.tables())
        .extracting(TableReport::table, TableReport::drift, TableReport::unsettled)
        .containsExactlyInAnyOrder(tuple(ITEMS, 0L, 0L), tuple(REMARKS, 0L, 0L));
    assertThat(report.clean()).isTrue();
  }

  /// Without what is told of a machine that is busy.
  private static List<String> drifts(LiveMigration live) {
    return live.notes().stream().filter(note -> note.startsWith("drift: ")).toList();
  }

  private static List<RowRepaired> repairs(LiveMigration live) {
    return live.events().stream()
        .filter(RowRepaired.class::isInstance)
        .map(RowRepaired.class::cast)
        .toList();
  }

  /// Without a line of the product's.
  private void assertThatPlainSqlFindsNoDifference() throws SQLException {
    String items = "SELECT items::text FROM items ORDER BY id";
    assertThat(databases.column(Side.TARGET, items))
        .isEqualTo(databases.column(Side.SOURCE, items))
        .hasSizeGreaterThan(3_900);
    assertThat(
            databases.column(
                Side.TARGET, "SELECT (id, words, loud)::text FROM app.remarks ORDER BY id"))
        .isEqualTo(
            databases.column(
                Side.SOURCE, "SELECT (id, name, name || '!')::text FROM notes ORDER BY id"))
        .hasSizeGreaterThan(1_900);
  }
}
