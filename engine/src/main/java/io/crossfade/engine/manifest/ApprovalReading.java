package io.crossfade.engine.manifest;

import static io.crossfade.engine.manifest.ManifestBuilder.entries;
import static io.crossfade.engine.manifest.ManifestBuilder.items;
import static io.crossfade.engine.manifest.ManifestBuilder.scalar;

import io.crossfade.engine.StepName;
import io.crossfade.model.ErrorCode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes the rules for approvals of a document that the schema has accepted.
final class ApprovalReading {
  private final Problems problems;

  ApprovalReading(Problems problems) {
    this.problems = problems;
  }

  /// In the order of the steps, so that the order in the file means nothing.
  List<ApprovalRule> of(YamlNode.Fields root) {
    Map<String, YamlNode.Entry> rules = entries(root, "approvals");
    return Arrays.stream(StepName.values())
        .filter(step -> rules.containsKey(step.spelled()))
        .map(step -> rule(step, Objects.requireNonNull(rules.get(step.spelled()))))
        .toList();
  }

  private ApprovalRule rule(StepName step, YamlNode.Entry entry) {
    YamlNode.Fields node = (YamlNode.Fields) entry.value();
    YamlNode count = node.get("count");
    List<String> from =
        items(node, "from").stream()
            .map(item -> Objects.requireNonNull(scalar(item).text()).strip())
            .toList();
    String expires = node.optionalText("expires");
    ApprovalRule rule =
        new ApprovalRule(
            step,
            count == null ? 1 : count.json().intValue(),
            from,
            expires == null ? ApprovalRule.A_DAY : Durations.parse(expires));
    check(rule, entry.key());
    return rule;
  }

  private void check(ApprovalRule rule, Place at) {
    if (new HashSet<>(rule.from()).size() < rule.from().size()) {
      report(at, rule, "names somebody twice in `from`", "name each account once");
    } else if (!rule.from().isEmpty() && rule.from().size() < rule.count()) {
      report(
          at,
          rule,
          "needs %d, and `from` names %d".formatted(rule.count(), rule.from().size()),
          "name more of them, or lower count");
    }
    if (rule.expires().isZero()) {
      report(at, rule, "never counts, for it expires at once", "write expires: 24h");
    }
  }

  private void report(Place at, ApprovalRule rule, String what, String mend) {
    problems.add(
        ErrorCode.MANIFEST_INVALID,
        at,
        "the approval of %s %s".formatted(rule.step().spelled(), what),
        mend);
  }
}
