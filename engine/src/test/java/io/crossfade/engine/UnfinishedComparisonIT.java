package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that ends in the midst of a comparison leaves no verdict behind that would let writes
/// move.
@Timeout(120)
class UnfinishedComparisonIT {
  private static final String NAME = "unfinished";
  private static final String REST =
      """
      reads: [100]
      gates:
        tables: {metric: schema, interval: 200ms, successCondition: result == 0, on: [reads, cutover], onFailure: pause}
      """;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void isMadeByTheNextProcess() throws Exception {
    try (Connection holder = databases.connect(Side.SOURCE);
        Statement statement = holder.createStatement()) {
      try (LiveMigration live = LiveMigration.notRunYet(databases, NAME, REST, directory)) {
        live.migration().run();
        Await.that(() -> isLookedAt(live));
        holder.setAutoCommit(false);
        statement.execute("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");
        databases.sql(
            Side.TARGET,
            "ALTER TABLE notes ALTER name TYPE text USING CASE id WHEN 7 THEN 'another' ELSE name END");
        Await.that(() -> !verdict(live).isClean());
        assertThat(verdict(live).drift()).isZero();
      }
      holder.rollback();
    }
    try (LiveMigration again = LiveMigration.again(databases, NAME, REST, directory)) {
      again.migration().run();
      Await.that(() -> tells(again, "public.notes key 7 is CHANGED on the target in [name]"));
      assertThat(verdict(again).drift()).isEqualTo(1);
      assertThat(again.migration().verify(true).clean()).isTrue();
      assertThat(again.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  private static boolean isLookedAt(LiveMigration live) {
    return live.migration().status().gating().gates().stream()
        .anyMatch(gate -> gate.name().equals("tables") && gate.state() == GateState.PASSING);
  }

  private static boolean tells(LiveMigration live, String text) {
    return live.notes().stream().anyMatch(note -> note.contains(text));
  }

  private static VerdictReached verdict(LiveMigration live) {
    return live.journal().state().verdicts().values().iterator().next();
  }
}
