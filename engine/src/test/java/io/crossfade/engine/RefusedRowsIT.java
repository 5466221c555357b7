package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The target does not take what the source has: for a constraint that only it has, or because the
/// mapping makes of a value what its column cannot hold.
@Timeout(180)
class RefusedRowsIT {
  private static final String SECRET = "Geheimnis";
  private static final List<String> TABLES =
      List.of("low", "given", "alone", "apart", "whole", "brief");

  /// What each is refused for, with the key of the row: the table of the target is named as well.
  private static final List<String> WHY =
      List.of(
          "public.low with id=77 was refused: a check constraint is broken in table low, constraint is_low",
          "public.given with id=77 was refused: a column that must have a value has none in table given, column word",
          "public.alone with id=77 was refused: a unique constraint is broken in table alone, constraint one_word",
          "public.apart with id=77 was refused: an exclusion constraint is broken in table apart, constraint no_two",
          "public.whole with id=77 does not fit column n: a number is out of its column's range",
          "public.brief with id=77 was refused: a text is too long for its column");

  private static final String MAPPING =
      """
      tables: ["public.*"]
      mapping:
        public.whole: {columns: {n: {cast: integer}}}
        public.apart: {add: {share: {expression: "1000 / n", type: bigint}}}
        public.brief: {columns: {word: {cast: varchar(12)}}}
      copy: {chunkRows: 100}
      """;

  private static final String[] CONSTRAINTS = {
    "ALTER TABLE low ADD CONSTRAINT is_low CHECK (n < 1000)",
    "ALTER TABLE given ALTER word SET NOT NULL",
    "ALTER TABLE alone ADD CONSTRAINT one_word UNIQUE (word)",
    "ALTER TABLE apart ADD CONSTRAINT no_two EXCLUDE USING btree (word WITH =)"
  };

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void areNamedAndWaitedForAndNothingElseIs() throws Exception {
    for (String table : TABLES) {
      databases.sql(
          Side.SOURCE,
          "CREATE TABLE %s (id int PRIMARY KEY, word text, n bigint)".formatted(table),
          "INSERT INTO %s SELECT n, 'word' || n, n FROM generate_series(1, 300) n"
              .formatted(table));
    }
    databases.sql(
        Side.SOURCE,
        "UPDATE low SET n = 1234567, word = '%s' WHERE id = 77".formatted(SECRET),
        "UPDATE given SET word = NULL WHERE id = 77",
        "UPDATE alone SET word = 'word3' WHERE id = 77",
        "UPDATE apart SET word = 'word3' WHERE id = 77",
        "UPDATE whole SET n = 12345678901 WHERE id = 77",
        "UPDATE brief SET word = '%s too' WHERE id = 77".formatted(SECRET));
    Manifest manifest = databases.manifest("refused", MAPPING);
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      whileCopying(open, store);
      whileFollowing(open);
      onTheWayBack(open);
      assertThat(told(store)).noneMatch(text -> text.contains(SECRET));
    }
  }

  private void whileCopying(OpenMigration open, Store store) throws Exception {
    open.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof StepStarted started
              && started.step() == StepName.BACKFILL
              && chunks(open) == 0) {
            target(CONSTRAINTS);
          }
        });
    CompletableFuture<Void> run =
        CompletableFuture.runAsync(open.migration()::run, Thread::startVirtualThread);
    Await.that(
        () -> WHY.stream().allMatch(why -> told(store).stream().anyMatch(t -> t.contains(why))));
    Await.that(() -> error(open).startsWith("TARGET_REFUSED_ROW: "));
    assertThat(chunks(open)).isGreaterThan(TABLES.size());
    assertThat(chunks(open, "DONE")).isEqualTo(chunks(open) - TABLES.size());

    target("ALTER TABLE low DROP CONSTRAINT is_low", "ALTER TABLE alone DROP CONSTRAINT one_word");
    databases.sql(
        Side.SOURCE,
        "UPDATE given SET word = 'there' WHERE id = 77",
        "UPDATE apart SET word = 'other' WHERE id = 77",
        "UPDATE whole SET n = 5 WHERE id = 77",
        "UPDATE brief SET word = 'short' WHERE id = 77");
    run.join();
    assertThat(open.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
    assertSame();
  }

  /// One row after the other: the first is mended where it is refused, the others where they are.
  private void whileFollowing(OpenMigration open) throws Exception {
    assertThat(open.board().current().reads()).isEqualTo(Side.TARGET);
    target("ALTER TABLE low ADD CONSTRAINT is_lower CHECK (n < 1000) NOT VALID");
    databases.sql(
        Side.SOURCE,
        """
        WITH a AS (UPDATE low SET n = 2000 WHERE id = 5), b AS (UPDATE given SET n = -5 WHERE id = 5),
          c AS (UPDATE low SET id = 1006 WHERE id = 6) DELETE FROM low WHERE id = 7\
        """);
    Await.that(() -> error(open).contains("public.low with the key 5"));
    assertThat(error(open)).contains("constraint is_lower");
    Await.that(() -> open.board().current().reads() == Side.SOURCE);
    assertThat(databases.one(Side.TARGET, "SELECT n FROM given WHERE id = 5"))
        .as("nothing of its transaction")
        .isEqualTo("5");
    assertThatThrownBy(open.migration()::cutover)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining("public.low with the key 5");
    assertThat(error(open)).startsWith("TARGET_REFUSED_ROW: ");

    databases.sql(Side.SOURCE, "UPDATE low SET id = 1005, word = 'moved' WHERE id = 5");
    target("ALTER TABLE low DROP CONSTRAINT is_lower");
    goesOn(open);
    assertThat(databases.one(Side.TARGET, "SELECT n FROM low WHERE id = 1005")).isEqualTo("2000");

    databases.sql(
        Side.SOURCE,
        "UPDATE whole SET n = 99999999999 WHERE id = 8",
        // so many new ones that they are not written one by one
        """
        INSERT INTO given (id, word)
          SELECT n, CASE WHEN n > 2003 THEN 'new' || n END FROM generate_series(2001, 2200) n\
        """);
    Await.that(() -> error(open).contains("public.whole with the key 8"));
    // so many that what mends it does not come in one batch with it
    for (int i = 0; i < 30; i++) {
      databases.sql(Side.SOURCE, "UPDATE brief SET n = n + 1");
    }
    databases.sql(Side.SOURCE, "UPDATE whole SET n = 8 WHERE id = 8");
    Await.that(() -> error(open).contains("public.given with the key"));
    databases.sql(
        Side.SOURCE,
        "UPDATE apart SET n = 0 WHERE id = 10",
        "UPDATE given SET word = 'now' WHERE id = 2001",
        "DELETE FROM given WHERE id = 2002",
        "UPDATE given SET id = 3003, word = 'there' WHERE id = 2003");
    Await.that(() -> error(open).contains("public.apart with id=10 has no value for column share"));
    databases.sql(Side.SOURCE, "UPDATE apart SET n = 10 WHERE id = 10");
    goesOn(open);
    thoughAnotherRowHasToGoOutOfTheWay(open, 20, 0);
    thoughAnotherRowHasToGoOutOfTheWay(open, 30, 30);
  }

  /// The row as it is by now needs a unique value that another one gives away later in the log.
  ///
  /// @param others transactions in between, so that all of it comes in one batch or does not
  private void thoughAnotherRowHasToGoOutOfTheWay(OpenMigration open, int id, int others)
      throws Exception {
    databases.sql(Side.SOURCE, "UPDATE alone SET word = 'of ' || id, n = id");
    goesOn(open);
    target(
        "ALTER TABLE alone ADD CONSTRAINT is_few CHECK (n < 1000) NOT VALID",
        "ALTER TABLE alone ADD CONSTRAINT one_each UNIQUE (word)");
    databases.sql(Side.SOURCE, "UPDATE alone SET n = 2000 WHERE id = " + id);
    Await.that(() -> error(open).contains("public.alone with the key " + id));
    for (int i = 0; i < others; i++) {
      databases.sql(Side.SOURCE, "UPDATE brief SET n = n + 1");
    }
    databases.sql(
        Side.SOURCE,
        "UPDATE alone SET word = 'free' WHERE id = %d + 1".formatted(id),
        "UPDATE alone SET n = 1, word = 'of %d' WHERE id = %d".formatted(id + 1, id));
    goesOn(open);
    target(
        "ALTER TABLE alone DROP CONSTRAINT is_few", "ALTER TABLE alone DROP CONSTRAINT one_each");
  }

  private void goesOn(OpenMigration open) throws SQLException {
    Await.that(() -> open.board().current().reads() == Side.TARGET);
    Await.that(() -> error(open).isEmpty());
    assertThat(open.migration().verify(false).clean()).isTrue();
    assertSame();
  }

  private void onTheWayBack(OpenMigration open) throws Exception {
    assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    databases.sql(Side.SOURCE, "ALTER TABLE low ADD CONSTRAINT lowest CHECK (n < 1000) NOT VALID");
    target("UPDATE low SET n = 3000 WHERE id = 9");
    Await.that(() -> error(open).contains("public.low with the key 9"));
    assertThat(wayBack(open).whyNot())
        .singleElement()
        .asString()
        .contains("constraint lowest"); // so says its gate

    databases.sql(Side.SOURCE, "ALTER TABLE low DROP CONSTRAINT lowest");
    Await.that(() -> error(open).isEmpty() && wayBack(open).ready());
    assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
    assertSame();
  }

  private static Status.Readiness wayBack(OpenMigration open) {
    return open.migration().status().traffic().rollback();
  }

  private void assertSame() throws SQLException {
    for (String table : TABLES) {
      String all = "SELECT concat_ws(' ', id, word, n) FROM %s t ORDER BY id".formatted(table);
      assertThat(databases.column(Side.TARGET, all))
          .as(table)
          .isEqualTo(databases.column(Side.SOURCE, all));
    }
  }

  private void target(String... statements) {
    try {
      databases.sql(Side.TARGET, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String error(OpenMigration open) {
    String error = open.migration().status().outlook().lastError();
    return error == null ? "" : error;
  }

  private static List<String> told(Store store) {
    return store.events().events("refused").stream().map(r -> r.event().toString()).toList();
  }

  private static int chunks(OpenMigration open) {
    return open.database(Side.TARGET).workspace().chunks("refused").size();
  }

  private static long chunks(OpenMigration open, String state) {
    return open.database(Side.TARGET).workspace().chunks("refused").stream()
        .filter(chunk -> chunk.state().name().equals(state))
        .count();
  }
}
