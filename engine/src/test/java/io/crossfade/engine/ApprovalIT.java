package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ApprovalIT {
  private static final String APPROVALS =
      """
      reads: [%s]
      approvals:
        shift-reads: {}
        cutover: {count: 2}
        cleanup: {from: [anna]}
      """;

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void nothingBeginsBeforeEnoughHaveApprovedThePlanAsItIs() throws SQLException {
    try (LiveMigration live =
        LiveMigration.notRunYet(databases, "approved", APPROVALS.formatted("100"), directory)) {
      Migration migration = live.migration();
      CompletableFuture<Void> run = CompletableFuture.runAsync(migration::run);
      Await.that(() -> "giver".equals(askedBy(migration, StepName.SHIFT_READS)));
      assertThat(live.open().board().current().reads()).isEqualTo(Side.SOURCE);
      approve(migration, StepName.SHIFT_READS, "anna");
      run.join();
      assertThat(live.open().board().current().reads()).isEqualTo(Side.TARGET);

      awaits(migration::cutover, "nobody has asked yet");
      migration.approving().ask(StepName.CUTOVER, "dora");
      approve(migration, StepName.CUTOVER, "anna");
      approve(migration, StepName.CUTOVER, "bert");
    }
    try (LiveMigration changed =
        LiveMigration.again(databases, "approved", APPROVALS.formatted("50, 100"), directory)) {
      Migration migration = changed.migration();
      migration.run();
      Await.that(() -> migration.status().traffic().rollback().ready());
      awaits(migration::cutover, "the plan was changed after dora had asked");
    }
    try (LiveMigration again =
        LiveMigration.again(databases, "approved", APPROVALS.formatted("100"), directory)) {
      Migration migration = again.migration();
      migration.run();
      Await.that(() -> migration.status().traffic().rollback().ready());
      assertThat(migration.cutover().decision()).as("that plan").isEqualTo(Decision.FLIP);
      assertThat(migration.rollback(false).decision())
          .as("waits for none")
          .isEqualTo(Decision.FLIP);
      awaits(migration::cutover, "nobody has asked yet");
      migration.approving().ask(StepName.CUTOVER, "dora");
      approve(migration, StepName.CUTOVER, "anna");
      approve(migration, StepName.CUTOVER, "bert");
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);

      awaits(migration::cleanup, "nobody has asked yet");
      migration.approving().ask(StepName.CLEANUP, "dora");
      approve(migration, StepName.CLEANUP, "anna");
      assertThat(migration.cleanup().phase()).isEqualTo(Phase.CLEANED);
      assertThat(report(again)).contains("anna approved cleanup", "dora asked for the approval");
    }
  }

  @Test
  void anAutomaticCutoverIsAskedForByWhoeverGaveTheManifest() throws Exception {
    String automatic = "reads: []\ncutover: {mode: automatic}\napprovals: {cutover: {}}\n";
    try (LiveMigration live =
        LiveMigration.notRunYet(databases, "approvedauto", automatic, directory)) {
      Migration migration = live.migration();
      migration.run();
      CompletableFuture<Void> by =
          CompletableFuture.runAsync(() -> {
            try {
              migration.cutOverByItself();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      Await.that(() -> "giver".equals(askedBy(migration, StepName.CUTOVER)));
      assertThatThrownBy(() -> approve(migration, StepName.CUTOVER, "giver"))
          .hasMessageContaining("nobody approves");
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.SOURCE);
      approve(migration, StepName.CUTOVER, "anna");
      by.join();
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.TARGET);
    }
  }

  private static String report(LiveMigration live) {
    return live.migration().report().remarks().toString();
  }

  private static String askedBy(Migration migration, StepName step) {
    return migration.approving().all().stream()
        .filter(approval -> approval.step() == step && approval.askedBy() != null)
        .map(approval -> "" + approval.askedBy())
        .findFirst()
        .orElse("");
  }

  private static void approve(Migration migration, StepName step, String by) {
    String plan = migration.approving().all().getFirst().plan();
    var _ = migration.approving().approve(step, by, plan);
  }

  private static void awaits(ThrowingCallable verb, String why) {
    assertThatThrownBy(verb)
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.AWAITING_APPROVAL));
  }
}
