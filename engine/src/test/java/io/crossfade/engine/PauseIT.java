package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PauseIT {
  private static final String WHO = "anna@host";

  @TempDir Path directory;

  @Test
  void aPausedCopyOpensNoChunkOverARestartTooWhileTheStreamGoesOn() throws Exception {
    String rest = "copy: {chunkRows: 100, workers: 2, rowsPerSecond: 1000}";
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = LiveMigration.notRunYet(databases, "paused", rest, directory)) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(live.migration()::run);
      Await.that(() -> done(live) > 3);

      assertThat(live.migration().pause(WHO, "backup").changed()).isTrue();
      Await.that(() -> !has(live, Chunk.State.COPYING));
      long done = done(live);
      live.insert(Side.SOURCE, "early"); // into the last chunk, which waits
      databases.sql(Side.SOURCE, "UPDATE notes SET name = 'changed' WHERE id = 1");
      Await.that(() -> count(live, "name = 'changed'").equals("1"));
      Status status = live.migration().status();
      assertThat(status.outlook().waitsFor()).isEqualTo("resume");
      assertThat(status.outlook().paused())
          .isNotNull()
          .returns(WHO, Pause::by)
          .returns("backup", Pause::reason);
      assertThat(status.outlook().nextSteps().getFirst().command()).isEqualTo("resume");
      assertThat(done(live)).isEqualTo(done);
      live.close();
      run.exceptionally(_ -> null).get(30, TimeUnit.SECONDS); // its databases are closed now
    }
    try (LiveMigration again =
        LiveMigration.again(databases, "paused", rest.replace("1000", "100000"), directory)) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(again.migration()::run);
      Await.that(() -> again.migration().status().follow().streaming() || run.isDone());
      assertThat(has(again, Chunk.State.WAITING)).isTrue();
      assertThat(again.migration().pause("other@host", "x"))
          .returns(false, Control.PauseReport::changed)
          .satisfies(report -> assertThat(report.pause()).returns(WHO, Pause::by));

      assertThat(again.migration().resume(WHO).changed()).isTrue();
      assertThat(again.migration().resume(WHO)).isEqualTo(new Control.PauseReport(false, null));
      run.get(60, TimeUnit.SECONDS);
      assertThat(again.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
      assertThat(count(again, "name IN ('early', 'changed')")).isEqualTo("2");
    }
  }

  @Test
  void inAPauseNobodyCutsOverAndEverybodyMayGoBack() throws Exception {
    try (LiveMigration live =
        LiveMigration.readyToSwitch(new TwoDatabases(), "paused_ready", "3s", directory)) {
      live.migration().pause(WHO, "");
      for (Runnable verb :
          List.<Runnable>of(
              live.migration()::cutover,
              live.migration()::rehearse,
              () -> live.migration().advance(StepName.CUTOVER),
              () -> live.migration().verify(false))) {
        assertThatThrownBy(verb::run)
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED_NOW))
            .hasMessageContaining("resume");
      }
      assertThatThrownBy(live.migration()::cutover)
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.fields()).isEqualTo(Map.of("next", "resume")))
          .hasMessageContaining("by " + WHO);
      assertThat(live.journal().state().switches().count()).isZero();

      live.migration().resume(WHO);
      assertThat(live.migration().advance(StepName.CUTOVER).report().decision())
          .isEqualTo(Decision.FLIP);
      live.migration().pause(WHO, "night");
      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(live.migration().status().outlook().paused()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aComparisonGivesWayToARollback(boolean paused) throws Exception {
    String rest = "copy: {chunkRows: 100}\ncutover: {deadline: 3s}";
    try (LiveMigration live =
        LiveMigration.notRunYet(new TwoDatabases(), "gives_way_" + paused, rest, directory)) {
      live.migration().run();
      live.migration().cutover();
      live.migration().throttle(WHO, new PaceSetting(PaceSetting.Mode.LIMITED, 50)); // for 40 s
      long before = live.migration().status().compare().compared();
      CompletableFuture<Void> verify =
          CompletableFuture.runAsync(() -> live.migration().verify(false));
      Await.that(() -> live.migration().status().compare().compared() > before);
      if (paused) {
        live.migration().pause(WHO, "");
      }

      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(
              verify
                  .handle((_, e) -> e == null ? "was quicker" : "" + e.getCause())
                  .get(30, TimeUnit.SECONDS))
          .contains("gave way to a rollback");
    }
  }

  private static long done(LiveMigration live) {
    return chunks(live).stream().filter(c -> c.state() == Chunk.State.DONE).count();
  }

  private static boolean has(LiveMigration live, Chunk.State state) {
    return chunks(live).stream().anyMatch(c -> c.state() == state);
  }

  private static List<Chunk> chunks(LiveMigration live) {
    return live.chunks();
  }

  private static String count(LiveMigration live, String where) {
    try {
      return live.count(Side.TARGET, where);
    } catch (SQLException e) {
      return "not yet: " + e.getMessage();
    }
  }
}
