package io.crossfade.engine.gates;

import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.transfer.mapping.Condition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The gates that a manifest has without naming them; one of the same name replaces one of these.
/// What speaks against a step anyway (drift, tables not compared, lag) is asked before each step by
/// [Readiness], so these are asked in the bake; whoever has none pays nothing for them.
public final class StandardGates {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final Set<Moment> BAKE = EnumSet.of(Moment.BAKE);

  /// Drift is no reason to go back: the old side might be the one that is wrong.
  static final List<GateRule> ALL =
      List.of(
          rule("drift", Metric.Own.DRIFT, Limits.of(SECOND, 1, 0), "result == 0", Reaction.WAIT),
          rule(
              "compared",
              Metric.Own.COMPARED,
              Limits.of(SECOND, 1, 0),
              "result == 1",
              Reaction.WAIT),
          rule("lag", Metric.Own.LAG_MS, Limits.of(SECOND, 5, 2), "result <= 5000", Reaction.WAIT),
          rule(
              "errors",
              Metric.Own.ERROR_RATE,
              Limits.of(HALF_A_MINUTE, 3, 1),
              "result <= baseline + 0.001",
              Reaction.ROLLBACK),
          rule(
              "latency",
              Metric.Own.TRANSACTION_MS,
              Limits.of(HALF_A_MINUTE, 5, 3),
              "result <= baseline * 1.1",
              Reaction.ROLLBACK));

  private StandardGates() {}

  /// Together with those that the manifest names, in the order in which people should read them.
  public static List<GateRule> with(List<GateRule> own) {
    Map<String, GateRule> all = new LinkedHashMap<>();
    ALL.forEach(rule -> all.put(rule.name(), rule));
    own.forEach(rule -> all.put(rule.name(), rule));
    return List.copyOf(all.values());
  }

  /// Whether it is one that nobody has named and that needs routers which tell of their traffic. It
  /// is left out where they do not.
  static boolean isLenient(GateRule rule) {
    return ALL.contains(rule) && rule.usesBaseline();
  }

  private static GateRule rule(
      String name, Metric metric, Limits limits, String success, Reaction onFailure) {
    return new GateRule(name, metric, limits, Condition.of(success), null, BAKE, onFailure);
  }
}
