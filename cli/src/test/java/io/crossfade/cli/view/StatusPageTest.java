package io.crossfade.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What only sometimes has a line of its own.
class StatusPageTest {
  private static final Instant THEN = Instant.parse("2026-11-23T22:00:00Z");

  @Test
  void nothingIsSaidOfWhatThereIsNot() {
    assertThat(page(null, Status.Ledger.NONE, List.of(), Status.Gating.NONE))
        .doesNotContain("rollout", "ledger", "pinned", "bake", "gate", "metrics");
  }

  @Test
  void whatGatesAndARolloutDoIsShown() {
    Status.Gating gating =
        new Status.Gating(
            List.of(
                new Status.Gated("errors", GateState.FAILING, 2.0, "c", THEN, true, "is 2"),
                new Status.Gated("later", GateState.WAITING, null, "c", null, false, "not yet")),
            List.of(),
            new Status.Baking(THEN, THEN.plusSeconds(60), false, null),
            List.of("unusual: lag-ms"));
    Status.RollingOut rollout = new Status.RollingOut(2, 3, "pause: 5m", "setReads: 50", THEN);
    assertThat(page(rollout, Status.Ledger.NONE, List.of(), gating))
        .contains("rollout   step 2 of 3: pause: 5m, since 2026-11-23T22:00:00Z; then setReads: 50")
        .contains("bake      since 2026-11-23T22:00:00Z, until 2026-11-23T22:01:00Z")
        .contains("gate      errors failing since 2026-11-23T22:00:00Z: is 2")
        .contains("metrics   unusual: lag-ms")
        .doesNotContain("later");
  }

  @Test
  void whatRoutersTellIsShown() {
    Status.Ledger ledger = new Status.Ledger(7, 2, 9_000, 1_500, 1, List.of());
    assertThat(page(null, ledger, List.of(), Status.Gating.NONE))
        .contains("ledger    7 pending, 2 of them apart, routers lost: 1, mismatches: 1,500");
    PinnedSession one = new PinnedSession("the session of \"app\"", "temporary table t");
    assertThat(page(null, Status.Ledger.NONE, List.of(one), Status.Gating.NONE))
        .contains(
            "pinned    when writes move, 1 session ends: the session of \"app\" (temporary table"
                + " t)\n");
    assertThat(page(null, Status.Ledger.NONE, Collections.nCopies(5, one), Status.Gating.NONE))
        .contains("pinned    when writes move, 5 sessions end: the session of \"app\" (temp")
        .contains("; and 2 more\n");
  }

  private static String page(
      Status.@Nullable RollingOut rollout,
      Status.Ledger ledger,
      List<PinnedSession> pinned,
      Status.Gating gating) {
    Status status =
        new Status(
            new Status.Where("shop", Phase.READS_SHIFTED, null, true),
            Status.Copying.NONE,
            Status.Following.NONE,
            Status.Comparing.NONE,
            new Status.Traffic(
                Route.initial("shop"),
                Side.SOURCE,
                2,
                new Status.Readiness(true, List.of()),
                null,
                Status.Response.UNKNOWN,
                rollout,
                ledger,
                pinned),
            gating,
            new Status.Outlook(
                "cutover",
                null,
                new Status.Throttled(PaceSetting.ADAPTIVE, null, null),
                null,
                null,
                List.of()));
    return String.join("\n", StatusPage.of(status, new Style(false))) + "\n";
  }
}
