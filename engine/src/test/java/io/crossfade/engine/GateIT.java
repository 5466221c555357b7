package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What gates do to a migration between real servers. A small HTTP server plays Prometheus.
class GateIT {
  private static final String ALL = "SELECT t::text FROM notes t ORDER BY t.id";

  @TempDir Path directory;
  private final FakePrometheus prometheus = new FakePrometheus();

  @AfterEach
  void stop() {
    prometheus.close();
  }

  private String manifest(String bake, String on, String onFailure) {
    return """
    reads: [100]
    cutover: {deadline: 10s, firstTry: 10s, bake: %s}
    gates:
      shop:
        prometheus: {url: "http://localhost:%d", query: failures}
        interval: 200ms
        count: 2
        consecutiveErrorLimit: 1
        successCondition: result <= 5
        on: %s
        onFailure: %s
    """
        .formatted(bake, prometheus.port(), on, onFailure);
  }

  @Test
  void aGateThatFailsInTheBakeRollsBackOnceAndLosesNothingAlsoAfterAKill() throws Exception {
    String rest = manifest("1h", "[cutover, bake]", "rollback");
    TwoDatabases databases = new TwoDatabases();
    prometheus.value = "6";
    try (LiveMigration live = LiveMigration.notRunYet(databases, "bake", rest, directory)) {
      live.migration().run();
      assertThatThrownBy(() -> live.migration().cutover())
          .hasMessageContaining("it is failing: prometheus failures is 6, wanted: result <= 5")
          .hasMessageContaining("gate shop");
      assertThat(acted(live)).as("nothing has moved").isEmpty();
      prometheus.value = "0";
      live.migration().cutover();
      Await.that(() -> live.journal().state().switches().isBaking());
      live.insert(Side.TARGET, "in the bake");
      assertThatThrownBy(() -> live.migration().cleanup()).hasMessageContaining("the bake lasts");
      assertThat(live.migration().status().outlook().waitsFor()).isNull();
    } // as a kill: nothing of what comes next depends on what this process knew
    try (LiveMigration live = LiveMigration.again(databases, "bake", rest, directory)) {
      var bake = live.journal().state().switches().bake();
      live.migration().run();
      Await.that(() -> state(live, "shop") == GateState.PASSING);
      assertThat(live.journal().state().switches().bake()).isNotNull().isEqualTo(bake);
      live.insert(Side.TARGET, "after the kill");

      prometheus.value = "7";

      Await.that(() -> live.journal().state().phase() == Phase.ROLLED_BACK);
      GateActed acted = acted(live).getFirst();
      assertThat(acted.gate()).isEqualTo("shop");
      assertThat(acted.value()).isEqualTo("7.0");
      assertThat(acted.condition()).isEqualTo("result <= 5");
      assertThat(acted.does()).isEqualTo(Reaction.ROLLBACK);
      Await.that(() -> live.journal().state().progress().current() == null);
      live.insert(Side.SOURCE, "after the rollback");
      CarriedOn.assertSame(live);
      assertThat(databases.column(Side.SOURCE, ALL)).hasSize(2003);
      assertThat(acted(live)).hasSize(1);
      assertThat(live.journal().state().switches().bake()).isNull();
    }
  }

  @Test
  void aRollbackThatAGateAskedForIsMadeByTheNextProcess() throws Exception {
    String rest = manifest("1h", "[bake]", "rollback");
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = LiveMigration.notRunYet(databases, "bake_owed", rest, directory)) {
      live.migration().run();
      live.migration().cutover();
      live.insert(Side.TARGET, "in the bake");
      Await.that(() -> live.journal().state().switches().isBaking());
    }
    prometheus.value = "7";
    try (LiveMigration live = LiveMigration.again(databases, "bake_owed", rest, directory)) {
      live.journal()
          .record(
              new GateActed(
                  "shop", GateState.FAILING, "7", "c", "t", Reaction.ROLLBACK)); // and died
      live.migration().run();
      Await.that(() -> live.journal().state().phase() == Phase.ROLLED_BACK);
      Await.that(() -> live.journal().state().progress().current() == null);
      CarriedOn.assertSame(live);
    }
  }

  @Test
  void aProcessThatEndsInTheMidstOfARollbackEndsThatFirst() throws Exception {
    String rest = manifest("1h", "[bake]", "rollback").replace("10s", "3s");
    TwoDatabases databases = new TwoDatabases();
    LiveMigration live = LiveMigration.notRunYet(databases, "bake_ending", rest, directory);
    try (live;
        Connection writer = databases.connect(Side.TARGET);
        Statement statement = writer.createStatement()) {
      live.migration().run();
      live.migration().cutover();
      Await.that(() -> state(live, "shop") == GateState.PASSING);
      writer.setAutoCommit(false);
      statement.execute("INSERT INTO notes (name) VALUES ('keeps the fence from being raised')");
      prometheus.value = "7";
      Await.that(() -> live.journal().state().switches().open() != null);

      live.migration().close();

      assertThat(live.journal().state().switches().open()).isNull();
      assertThat(live.events())
          .filteredOn(SwitchDecided.class::isInstance)
          .last()
          .isInstanceOfSatisfying(
              SwitchDecided.class, e -> assertThat(e.decision()).isEqualTo(Decision.ABORT));
      assertThat(live.open().board().current().held()).isFalse();
    }
  }

  @Test
  void aBakeEndsOnceEveryGatePassesAndThenMayBeCleanedUp() throws Exception {
    String rest = manifest("300ms", "[bake]", "rollback");
    prometheus.value = "";
    try (LiveMigration live =
        LiveMigration.notRunYet(new TwoDatabases(), "bake_ends", rest, directory)) {
      live.migration().run();
      live.migration().cutover();
      Await.that(() -> live.journal().state().progress().pause() != null);
      assertThat(state(live, "shop")).isEqualTo(GateState.INCONCLUSIVE);
      assertThat(acted(live)).extracting(GateActed::does).containsExactly(Reaction.PAUSE);
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.TARGET);
      prometheus.value = "5";
      Await.that(() -> state(live, "shop") == GateState.PASSING);
      assertThat(live.journal().state().switches().isBaking()).isTrue();
      live.migration().resume("a@b");
      Await.that(() -> !live.journal().state().switches().isBaking());
      live.migration().cleanup();
      assertThat(live.journal().state().phase()).isEqualTo(Phase.CLEANED);
    }
  }

  @Test
  void readsGoBackAndAPersonIsWaitedFor() throws Exception {
    String rest = manifest("0s", "[shift-reads, reads]", "rollback");
    try (LiveMigration live =
        LiveMigration.notRunYet(new TwoDatabases(), "gate_reads", rest, directory)) {
      live.migration().run();
      assertThat(live.open().board().current().reads()).isEqualTo(Side.TARGET);
      prometheus.value = "6";
      Await.that(() -> live.open().board().current().reads() == Side.SOURCE);
      Await.that(() -> live.journal().state().progress().pause() != null);
      assertThat(acted(live)).extracting(GateActed::does).containsExactly(Reaction.ROLLBACK);
      prometheus.value = "5";
      live.migration().resume("a@b");
      Await.that(() -> live.open().board().current().reads() == Side.TARGET);
    }
  }

  private static GateState state(LiveMigration live, String gate) {
    return live.migration().status().gating().gates().stream()
        .filter(g -> g.name().equals(gate))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static List<GateActed> acted(LiveMigration live) {
    return live.events().stream()
        .filter(GateActed.class::isInstance)
        .map(GateActed.class::cast)
        .toList();
  }
}
