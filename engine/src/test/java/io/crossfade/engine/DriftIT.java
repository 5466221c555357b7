package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.MigrationEvent.FencedSideWritten;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that somebody spoils behind the engine's back.
class DriftIT {
  private static final String RENAMED =
      "mapping: {public.notes: {to: app.remarks, columns: {name: {to: words}}}}";

  /// As a person who wants to be called at once.
  private static final String WATCHED =
      """
      reads: [100]
      gates:
        drift:
          metric: drift
          interval: 200ms
          successCondition: result == 0
          on: [reads]
          onFailure: pause
      """;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void driftThatIsFoundAfterACutoverClosesTheGateOfTheNextOne() throws Exception {
    TableName remarks = new TableName("app", "remarks");
    try (LiveMigration live = LiveMigration.notRunYet(databases, "renamed", RENAMED, directory)) {
      Migration migration = live.migration();
      migration.run();
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
      databases.spoil(Side.SOURCE, "renamed", "UPDATE notes SET name = 'spoilt' WHERE id = 7");

      assertThat(migration.verify(false).tables())
          .singleElement()
          .returns(remarks, TableReport::table)
          .returns(1L, TableReport::drift);
      assertThat(live.journal().state().verdicts()).containsOnlyKeys(remarks);
      assertThat(live.notes())
          .contains("drift: app.remarks key 7 is CHANGED on the source in [name]");
      assertThat(migration.status().compare().drift()).isOne();

      assertThat(migration.rollback(false).decision()).isEqualTo(Decision.FLIP);
      refusedBecause("app.remarks", migration::cutover);

      assertThat(migration.verify(true).clean()).isTrue();
      assertThat(live.journal().state().verdicts().get(remarks)).returns(0L, VerdictReached::drift);
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(databases.column(Side.TARGET, "SELECT words FROM app.remarks WHERE id = 7"))
          .isEqualTo(List.of("spoilt"));
    }
  }

  @Test
  void whatWasWrittenBeforeAComparisonIsNotComparedTwice() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "once", "reads: []", directory)) {
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.StepStarted started
                && started.step() == StepName.CATCH_UP) {
              for (int i = 0; i < 10; i++) {
                live.insert(Side.SOURCE, "touched before");
              }
            }
          });
      live.migration().run();
      assertThat(live.migration().status().compare().compared()).isEqualTo(2010);

      live.insert(Side.SOURCE, "touched after");
      Await.that(() -> live.migration().status().compare().compared() > 2010);
      assertThat(live.migration().status().compare().compared()).isEqualTo(2011);
    }
  }

  /// The stream that watches has passed the transaction, and a process that comes later does not
  /// see it again.
  @Test
  void whatOthersWroteOnTheFencedSideKeepsTheGateClosedForEveryProcessThatComesLater()
      throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "others", WATCHED, directory)) {
      live.migration().run();
      long since = System.nanoTime();
      databases.sql(
          Side.TARGET,
          "SET crossfade.pass = 'others'",
          "UPDATE notes SET name = 'by another' WHERE id = 7");
      Await.that(() -> live.events().stream().anyMatch(FencedSideWritten.class::isInstance));
      Await.that(() -> live.journal().state().progress().pause() != null);
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
      assertThat(live.notes())
          .contains("drift: public.notes key 7 is CHANGED on the target in [name]");
      assertThat(live.migration().status().compare().drift()).isOne();
      String then = passed("others");
      Await.that(() -> !passed("others").equals(then));
    }
    try (LiveMigration live = LiveMigration.again(databases, "others", "reads: [100]", directory)) {
      live.migration().run();
      live.migration().resume("a@b");
      refusedBecause("rows differ", live.migration()::cutover);

      assertThat(live.migration().verify(false).clean()).isFalse();
      assertThat(live.notes())
          .contains("drift: public.notes key 7 is CHANGED on the target in [name]");
      refusedBecause("rows differ", live.migration()::cutover);
      assertThat(live.migration().verify(true).clean()).isTrue();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  /// Up to where the stream that watches the target need not read again.
  private String passed(String migration) {
    try {
      return databases.one(
          Side.SOURCE,
          "SELECT position FROM crossfade.stream WHERE direction = 'REVERSE' AND migration = '%s'"
              .formatted(migration));
    } catch (SQLException e) {
      throw new IllegalStateException("could not read the position", e);
    }
  }

  private static void refusedBecause(String words, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining(words);
  }
}
