package io.crossfade.engine.manifest;

import static io.crossfade.engine.manifest.ManifestBuilder.items;
import static io.crossfade.engine.manifest.ManifestBuilder.optionalText;
import static io.crossfade.engine.manifest.ManifestBuilder.scalar;
import static io.crossfade.engine.manifest.ManifestBuilder.text;

import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.mapping.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the gates of a document that the schema has accepted. What no schema can see, such as a
/// condition that compares a number with a text, is told and left out.
final class GateReading {
  private static final String METRIC = "metric";
  private static final Set<Moment> USUAL = EnumSet.of(Moment.CUTOVER, Moment.BAKE);

  private final Path directory;
  private final Problems problems;

  GateReading(Path directory, Problems problems) {
    this.directory = directory;
    this.problems = problems;
  }

  List<GateRule> of(YamlNode.Fields root) {
    return ManifestBuilder.entries(root, "gates").entrySet().stream()
        .flatMap(gate -> Stream.ofNullable(gate(gate)))
        .toList();
  }

  private @Nullable GateRule gate(Map.Entry<String, YamlNode.Entry> entry) {
    String name = entry.getKey();
    Place at = entry.getValue().key();
    YamlNode.Fields node = (YamlNode.Fields) entry.getValue().value();
    Metric metric = metric(name, at, node);
    Condition success = condition(name, node, "successCondition");
    Condition failure = condition(name, node, "failureCondition");
    if (node.get("successCondition") == null && node.get("failureCondition") == null) {
      report(at, "gate " + name + " has no condition", "add successCondition: result <= 5");
    }
    if (metric == null || (success == null && failure == null)) {
      return null;
    }
    GateRule rule =
        new GateRule(name, metric, limits(node), success, failure, moments(node), reaction(node));
    check(rule, at);
    return rule;
  }

  private @Nullable Metric metric(String name, Place at, YamlNode.Fields node) {
    if ((node.get(METRIC) == null) == (node.get("prometheus") == null)) {
      report(
          at,
          "gate " + name + " needs either metric or prometheus",
          "write metric: lag-ms, or prometheus: {url: ..., query: ...}");
      return null;
    }
    return node.get("prometheus") instanceof YamlNode.Fields prometheus
        ? prometheus(prometheus)
        : Stream.of(Metric.Own.values())
            .filter(own -> own.toString().equals(text(node, METRIC)))
            .findFirst()
            .orElseThrow();
  }

  private Metric prometheus(YamlNode.Fields node) {
    String timeout = optionalText(node, "timeout");
    YamlNode.Fields token = node.fields("token");
    return new Metric.Prometheus(
        text(node, "url").replaceAll("/+$", ""),
        text(node, "query"),
        token == null ? null : SecretReference.of(token, directory),
        timeout == null ? Metric.Prometheus.DEFAULT_TIMEOUT : Durations.parse(timeout));
  }

  private @Nullable Condition condition(String gate, YamlNode.Fields node, String key) {
    if (!(node.get(key) instanceof YamlNode.Scalar scalar) || scalar.text() == null) {
      return null;
    }
    List<Condition.Problem> wrong = Condition.problems(scalar.text());
    for (Condition.Problem problem : wrong) {
      String line = problem.line() > 1 ? "line " + problem.line() + ", " : "";
      report(
          scalar.at(),
          "the %s of gate %s is wrong at %scharacter %d: %s"
              .formatted(key, gate, line, problem.character(), problem.what()),
          problem.mend());
    }
    return wrong.isEmpty() ? Condition.of(scalar.text()) : null;
  }

  private static Limits limits(YamlNode.Fields node) {
    Limits standard = Limits.DEFAULT;
    String interval = optionalText(node, "interval");
    return new Limits(
        interval == null ? standard.interval() : Durations.parse(interval),
        number(node, "count", standard.count()),
        number(node, "failureLimit", standard.failure()),
        number(node, "inconclusiveLimit", standard.inconclusive()),
        number(node, "consecutiveErrorLimit", standard.consecutiveErrors()));
  }

  private static int number(YamlNode.Fields node, String key, int standard) {
    YamlNode value = node.get(key);
    return value == null ? standard : value.json().intValue();
  }

  private static Set<Moment> moments(YamlNode.Fields node) {
    return node.get("on") == null
        ? USUAL
        : items(node, "on").stream()
            .map(item -> Moment.valueOf(constant(scalar(item).text())))
            .collect(Collectors.toSet());
  }

  private static Reaction reaction(YamlNode.Fields node) {
    String text = optionalText(node, "onFailure");
    return text == null ? Reaction.ROLLBACK : Reaction.valueOf(constant(text));
  }

  private static String constant(@Nullable String text) {
    return String.valueOf(text).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private void check(GateRule rule, Place at) {
    if (rule.onFailure() == Reaction.ABORT && rule.moments().contains(Moment.BAKE)) {
      report(
          at,
          "gate " + rule.name() + " cannot abort in the bake, after the cutover",
          "write onFailure: rollback, or take bake out of on");
    }
    if (rule.limits().failure() >= rule.limits().count()) {
      report(
          at,
          "gate %s never fails: %d of %d may"
              .formatted(rule.name(), rule.limits().failure(), rule.limits().count()),
          "write a failureLimit that is smaller than count");
    }
    if (rule.limits().interval().compareTo(Duration.ofMillis(100)) < 0) {
      report(
          at,
          "gate %s is measured too often".formatted(rule.name()),
          "write an interval of 100ms or more");
    }
  }

  private void report(Place at, String what, String mend) {
    problems.add(ErrorCode.MANIFEST_INVALID, at, what, mend);
  }
}
