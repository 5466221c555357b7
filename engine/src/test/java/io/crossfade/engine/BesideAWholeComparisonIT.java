package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole table that is compared again may take hours; rows that are spoilt meanwhile are told
/// before it is done.
@Timeout(300)
class BesideAWholeComparisonIT {
  private static final int ROWS = 30_000;

  /// Ranges of a few rows: thousands of questions to both sides.
  private static final String REST =
      """
      reads: [100]
      copy: {chunkRows: 100}
      """;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @BeforeEach
  void manyRows() throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE ledger (id int PRIMARY KEY, amount int)",
        "INSERT INTO ledger SELECT n, n FROM generate_series(1, " + ROWS + ") n");
  }

  @Test
  void whatTheStreamBringsIsToldAtOnceAndNotForgotten() throws SQLException {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "beside", REST, directory)) {
      live.migration().run();
      databases.sql(
          Side.TARGET,
          "CREATE FUNCTION nought() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.amount := 0; RETURN NEW; END$$",
          "CREATE TRIGGER nought BEFORE UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION nought()",
          "ALTER TABLE ledger ENABLE ALWAYS TRIGGER nought");
      long before = compareAgain(live);

      databases.sql(Side.SOURCE, "UPDATE ledger SET amount = -1 WHERE id = 3");
      Await.that(() -> told(live, "ledger").contains("3"));
      assertThat(compared(live) - before).isLessThan(ROWS);

      Await.that(() -> !isComparedAgain(live));
      assertThat(told(live, "ledger")).containsExactly("3");
      assertThat(live.journal().state().verdicts().values())
          .anySatisfy(verdict -> assertThat(verdict.drift()).isEqualTo(1));
    }
  }

  @Test
  void whatStrangersWriteIsToldAtOnce() throws SQLException {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "strangers", REST, directory)) {
      live.migration().run();
      long before = compareAgain(live);

      databases.sql(
          Side.TARGET,
          "SELECT set_config('crossfade.pass', 'strangers', false)",
          "UPDATE ledger SET amount = -1 WHERE id = 3",
          "UPDATE notes SET name = '' WHERE id = 7");
      Await.that(() -> told(live, "ledger").contains("3") && told(live, "notes").contains("7"));
      assertThat(compared(live) - before).isLessThan(ROWS);
    }
  }

  /// Returns in the midst of it, the first rows behind it, with what was compared before.
  private long compareAgain(LiveMigration live) throws SQLException {
    long before = compared(live);
    databases.sql(Side.TARGET, "VACUUM FULL ledger");
    Await.that(() -> isComparedAgain(live) && compared(live) > before);
    return before;
  }

  private static boolean isComparedAgain(LiveMigration live) {
    return live.journal().state().verdicts().values().stream()
        .anyMatch(verdict -> verdict.unsettled() > 0);
  }

  private static long compared(LiveMigration live) {
    return live.migration().status().compare().compared();
  }

  private static Set<String> told(LiveMigration live, String table) {
    return live.events().stream()
        .filter(RowDiffers.class::isInstance)
        .map(RowDiffers.class::cast)
        .filter(row -> row.table().name().equals(table))
        .map(row -> row.key().values().getFirst())
        .collect(Collectors.toSet());
  }
}
