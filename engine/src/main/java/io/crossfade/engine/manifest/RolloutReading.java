package io.crossfade.engine.manifest;

import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.RolloutStep.Analysis;
import io.crossfade.engine.manifest.RolloutStep.Pause;
import io.crossfade.engine.manifest.RolloutStep.SetReads;
import io.crossfade.engine.manifest.RolloutStep.SetShadow;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the rollout of a document that the schema has accepted: of `rollout`, or of `reads` and
/// `bake`, its short form. What no schema can see is told.
final class RolloutReading {
  private static final String ROLLOUT = "rollout";
  private static final String READS = "reads";
  private static final String BAKE = "bake";

  private final Problems problems;

  RolloutReading(Problems problems) {
    this.problems = problems;
  }

  /// @param gates of the same manifest
  Rollout of(YamlNode.Fields root, List<GateRule> gates) {
    YamlNode.Entry written = root.entries().get(ROLLOUT);
    Rollout rollout = written == null ? shortForm(root) : steps(root);
    if (written != null) {
      Stream.of(READS, BAKE)
          .filter(root.entries()::containsKey)
          .findFirst()
          .ifPresent(other ->
              report(
                  written.key(),
                  "rollout and " + other + " exclude each other: reads and bake are its short form",
                  "keep rollout, and remove reads and bake"));
      requireGates(rollout, gates, written.key());
    }
    YamlNode.Entry grows = written == null ? root.entries().get(READS) : written;
    if (grows != null) {
      requireGrowth(rollout, grows.key(), written == null);
    }
    return rollout;
  }

  private static Rollout shortForm(YamlNode.Fields root) {
    String bake = root.optionalText(BAKE);
    List<Integer> reads =
        root.get(READS) instanceof YamlNode.Items items
            ? items.items().stream().map(item -> item.json().intValue()).toList()
            : Course.DEFAULT_READS;
    return Rollout.of(reads, bake == null ? Course.DEFAULT_BAKE : Durations.parse(bake));
  }

  private static Rollout steps(YamlNode.Fields root) {
    return new Rollout(
        ManifestBuilder.items(root, ROLLOUT).stream().map(RolloutReading::step).toList());
  }

  private static RolloutStep step(YamlNode node) {
    if (!(node instanceof YamlNode.Fields fields)) {
      return new Pause(null);
    }
    Map.Entry<String, YamlNode.Entry> only = fields.entries().entrySet().iterator().next();
    YamlNode value = only.getValue().value();
    return switch (only.getKey()) {
      case "setReads" -> new SetReads(value.json().intValue());
      case "setShadow" -> new SetShadow(value.json().intValue());
      case "pause" -> new Pause(Durations.parse(text(value)));
      default -> new Analysis(Durations.parse(text(value)));
    };
  }

  private static String text(YamlNode value) {
    return Objects.requireNonNull(ManifestBuilder.scalar(value).text());
  }

  private void requireGrowth(Rollout rollout, Place at, boolean isShort) {
    @Nullable SetReads before = null;
    for (RolloutStep step : rollout.steps()) {
      if (step instanceof SetReads reads) {
        if (before != null && reads.percent() <= before.percent()) {
          report(
              at,
              "reads do not grow from %d to %d".formatted(before.percent(), reads.percent()),
              "write growing percentages, e.g. "
                  + (isShort ? "[10, 50, 100]" : "setReads: 10 and then setReads: 50"));
        }
        before = reads;
      }
    }
  }

  private void requireGates(Rollout rollout, List<GateRule> gates, Place at) {
    boolean judged =
        gates.stream()
            .flatMap(gate -> gate.moments().stream())
            .anyMatch(moment -> moment == Moment.READS || moment == Moment.SHIFT_READS);
    if (!judged && rollout.steps().stream().anyMatch(Analysis.class::isInstance)) {
      report(
          at,
          "there is an analysis, and no gate is asked in it",
          "give a gate on: [reads], see docs/gates.md; or write pause instead of analysis");
    }
  }

  private void report(Place at, String what, String mend) {
    problems.add(ErrorCode.MANIFEST_INVALID, at, what, mend);
  }
}
