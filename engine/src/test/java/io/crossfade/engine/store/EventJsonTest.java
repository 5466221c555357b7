package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.StepName;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.shape.Due;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Route;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
  private static final TableName ORDERS = new TableName("public", "orders");

  /// The texts are what stores out there hold: one that has to be changed here breaks them.
  static Map<String, MigrationEvent> stored() {
    Map<String, MigrationEvent> stored = new LinkedHashMap<>();
    stored.put(
        "{\"manifestDigest\":\"ab\",\"crossfadeVersion\":\"0.1.0\"}",
        new MigrationEvent.MigrationCreated("ab", "0.1.0"));
    stored.put(
        "{\"lease\":3,\"pid\":42,\"host\":\"db1\"}",
        new MigrationEvent.ProcessStarted(3, 42, "db1"));
    stored.put("{\"lease\":3,\"seen\":7}", new MigrationEvent.StoreRestored(3, 7));
    stored.put("{\"step\":\"BACKFILL\"}", new MigrationEvent.StepStarted(StepName.BACKFILL));
    stored.put(
        "{\"step\":\"PREPARE\",\"facts\":{\"a\":\"1\",\"b\":\"2\"}}",
        new MigrationEvent.StepFinished(StepName.PREPARE, Map.of("b", "2", "a", "1")));
    stored.put(
        "{\"step\":\"VERIFY\",\"errorCode\":\"DRIFT_FOUND\",\"message\":\"one row\"}",
        new MigrationEvent.StepFailed(StepName.VERIFY, ErrorCode.DRIFT_FOUND, "one row"));
    stored.put("{\"step\":\"FINISH\"}", new MigrationEvent.StepUndone(StepName.FINISH));
    stored.put(
        "{\"route\":{\"migration\":\"shop\",\"epoch\":2,\"writes\":\"SOURCE\",\"reads\":\"TARGET\",\"percent\":50,"
            + "\"shadowPercent\":0,\"held\":false}}",
        new MigrationEvent.RoutePublished(Route.initial("shop").reading(Side.TARGET, 50)));
    stored.put(
        "{\"number\":1,\"from\":\"SOURCE\",\"to\":\"TARGET\",\"deadlineMillis\":5000}",
        new MigrationEvent.SwitchStarted(1, Side.SOURCE, Side.TARGET, 5000));
    stored.put(
        "{\"number\":2,\"from\":\"SOURCE\",\"to\":\"TARGET\",\"deadlineMillis\":5000}",
        new MigrationEvent.RehearsalStarted(2, Side.SOURCE, Side.TARGET, 5000));
    stored.put(
        "{\"number\":2,\"from\":\"SOURCE\",\"passed\":true,\"reason\":\"r\",\"heldNanos\":7,\"refusals\":[\"lag\"]}",
        new MigrationEvent.Rehearsed(2, Side.SOURCE, true, "r", 7, List.of("lag")));
    stored.put(
        "{\"by\":\"a@b\",\"since\":\"2026-01-02T03:04:05Z\",\"reason\":\"backup\"}",
        new MigrationEvent.Paused("a@b", "2026-01-02T03:04:05Z", "backup"));
    stored.put("{\"by\":\"a@b\"}", new MigrationEvent.Resumed("a@b"));
    stored.put(
        "{\"step\":\"CUTOVER\",\"plan\":\"f00\",\"needed\":2,\"by\":\"dora\",\"at\":\"2026-01-02T03:04:05Z\"}",
        new MigrationEvent.ApprovalAsked(
            StepName.CUTOVER, "f00", 2, "dora", "2026-01-02T03:04:05Z"));
    stored.put(
        "{\"step\":\"CUTOVER\",\"plan\":\"f00\",\"by\":\"anna\",\"at\":\"2026-01-02T03:04:05Z\",\"until\":\"2026-01-03T03:04:05Z\"}",
        new MigrationEvent.ApprovalGiven(
            StepName.CUTOVER, "f00", "anna", "2026-01-02T03:04:05Z", "2026-01-03T03:04:05Z"));
    stored.put(
        "{\"step\":\"CUTOVER\",\"plan\":\"f00\",\"by\":\"anna\",\"reason\":\"r\"}",
        new MigrationEvent.ApprovalRefused(StepName.CUTOVER, "f00", "anna", "r"));
    stored.put(
        "{\"direction\":\"FORWARD\",\"kept\":9,\"limit\":8}",
        new MigrationEvent.LogGivenUp(Direction.FORWARD, 9, 8));
    stored.put(
        "{\"side\":\"SOURCE\",\"was\":\"7 on timeline 1\",\"is\":\"7 on timeline 2\",\"lost\":[\"FORWARD\"]}",
        new MigrationEvent.FailedOver(
            Side.SOURCE, "7 on timeline 1", "7 on timeline 2", List.of(Direction.FORWARD)));
    stored.put(
        "{\"table\":{\"schema\":\"public\",\"name\":\"orders\"},\"due\":\"COPY\",\"known\":\"{}\",\"what\":\"asked for\"}",
        new MigrationEvent.TableTakenUp(ORDERS, Due.COPY, "{}", "asked for"));
    stored.put(
        "{\"table\":{\"schema\":\"public\",\"name\":\"orders\"}}",
        new MigrationEvent.TableFollowed(ORDERS));
    stored.put(
        "{\"by\":\"a@b\",\"mode\":\"LIMITED\",\"rowsPerSecond\":70}",
        new MigrationEvent.ThrottleSet("a@b", PaceSetting.Mode.LIMITED, 70));
    stored.put(
        "{\"number\":1,\"decision\":\"FLIP\",\"reason\":\"in time\"}",
        new MigrationEvent.SwitchDecided(1, Decision.FLIP, "in time"));
    Map<String, Long> phases = new LinkedHashMap<>();
    phases.put("hold", 5L);
    phases.put("drain", 7L);
    stored.put(
        "{\"number\":1,\"phases\":{\"hold\":5,\"drain\":7}}",
        new MigrationEvent.SwitchFinished(1, phases));
    stored.put(
        "{\"position\":\"0/9\",\"since\":\"2026-01-02T03:04:05Z\"}",
        new MigrationEvent.TargetGivenUp("0/9", "2026-01-02T03:04:05Z"));
    stored.put(
        "{\"side\":\"TARGET\",\"transaction\":7,\"committed\":\"2026-01-02T03:04:05Z\","
            + "\"tables\":[{\"schema\":\"public\",\"name\":\"orders\"}]}",
        new MigrationEvent.FencedSideWritten(
            Side.TARGET, 7, "2026-01-02T03:04:05Z", List.of(new TableName("public", "orders"))));
    stored.put(
        "{\"columns\":[\"public.orders.total sql\"]}",
        new MigrationEvent.EqualityChanged(List.of("public.orders.total sql")));
    stored.put(
        "{\"table\":{\"schema\":\"public\",\"name\":\"orders\"},\"rows\":9,\"drift\":1,\"unsettled\":0,"
            + "\"position\":\"0/1\"}",
        new MigrationEvent.VerdictReached(ORDERS, 9, 1, 0, "0/1"));
    stored.put(
        "{\"table\":{\"schema\":\"public\",\"name\":\"orders\"},\"key\":{\"values\":[\"7\"]},\"kind\":\"MISSING\"}",
        new MigrationEvent.RowRepaired(ORDERS, Key.of("7"), RowDifference.Kind.MISSING));
    stored.put(
        "{\"table\":{\"schema\":\"public\",\"name\":\"orders\"},\"key\":{\"values\":[\"7\"]},\"kind\":\"CHANGED\","
            + "\"side\":\"TARGET\",\"columns\":[\"note\"]}",
        new MigrationEvent.RowDiffers(
            ORDERS, Key.of("7"), RowDifference.Kind.CHANGED, Side.TARGET, List.of("note")));
    stored.put(
        "{\"what\":\"a fence\",\"where\":\"the source\",\"done\":\"lifted\"}",
        new MigrationEvent.Mended("a fence", "the source", "lifted"));
    stored.put(
        "{\"gate\":\"lag\",\"reason\":\"9 s\"}", new MigrationEvent.GateRefused("lag", "9 s"));
    stored.put(
        "{\"metric\":\"error-rate\",\"value\":0.001,\"samples\":30,\"since\":\"2026-01-02T03:04:05Z\"}",
        new MigrationEvent.BaselineMeasured("error-rate", 0.001, 30, "2026-01-02T03:04:05Z"));
    stored.put(
        "{\"side\":\"TARGET\",\"ended\":1000,\"failed\":1,\"busyNanos\":5000000}",
        new MigrationEvent.TrafficCounted(Side.TARGET, 1000, 1, 5_000_000));
    stored.put(
        "{\"since\":\"2026-01-02T03:04:05Z\"}",
        new MigrationEvent.BakeStarted("2026-01-02T03:04:05Z"));
    stored.put("{\"reason\":\"passed\"}", new MigrationEvent.BakeEnded("passed"));
    stored.put(
        "{\"gate\":\"errors\",\"state\":\"FAILING\",\"value\":\"0.02\",\"condition\":\"result < 0.01\","
            + "\"text\":\"t\",\"does\":\"ROLLBACK\"}",
        new MigrationEvent.GateActed(
            "errors", GateState.FAILING, "0.02", "result < 0.01", "t", GateRule.Reaction.ROLLBACK));
    stored.put(
        "{\"by\":\"anna@host\",\"gate\":\"errors\",\"why\":\"resumed\"}",
        new MigrationEvent.ReactionRevoked("anna@host", "errors", "resumed"));
    stored.put(
        "{\"number\":2,\"of\":3,\"does\":\"pause: 5m\",\"next\":\"setReads: 50\",\"since\":\"2026-01-02T03:04:05Z\"}",
        new MigrationEvent.RolloutStepBegun(
            2, 3, "pause: 5m", "setReads: 50", "2026-01-02T03:04:05Z"));
    stored.put(
        "{\"metric\":\"lag-ms\",\"value\":900.0,\"usual\":20.0,\"spread\":5.0}",
        new MigrationEvent.AnomalySeen("lag-ms", 900, 20, 5));
    stored.put("{\"message\":\"hello\"}", new MigrationEvent.Noted("hello"));
    stored.put(
        "{\"outcome\":\"CLEANED\"}",
        new MigrationEvent.MigrationEnded(MigrationEvent.Outcome.CLEANED));
    return stored;
  }

  static Stream<Map.Entry<String, MigrationEvent>> entries() {
    return stored().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEventIsReadAsItWasWritten(Map.Entry<String, MigrationEvent> entry) {
    MigrationEvent event = entry.getValue();
    assertThat(EventJson.write(event)).isEqualTo(entry.getKey());
    assertThat(EventJson.read(EventJson.type(event), entry.getKey(), "0.1.0")).isEqualTo(event);
  }

  @Test
  void everyEventIsAmongThem() {
    assertThat(stored().values().stream().map(Object::getClass).distinct().count())
        .isEqualTo(MigrationEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void anEventOfANewerVersionIsRefusedByTheNameOfThatVersion() {
    assertThatThrownBy(() -> EventJson.read("Teleported", "{}", "7.2.0"))
        .hasMessageContaining("Teleported")
        .hasMessageContaining("written by Crossfade 7.2.0")
        .hasMessageContaining("this Crossfade " + CrossfadeVersion.current());
    assertThatThrownBy(() -> EventJson.read("Noted", "{\"message\":\"a\",\"more\":1}", "7.2.0"))
        .hasMessageContaining("7.2.0");
    assertThatThrownBy(() -> EventJson.read("Noted", "{}", "7.2.0")).hasMessageContaining("7.2.0");
    assertThatThrownBy(() -> EventJson.read("Noted", "{\"message\":\"a\"}", "7.2.0"))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CROSSFADE_TOO_OLD));
  }
}
