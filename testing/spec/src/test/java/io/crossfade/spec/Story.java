package io.crossfade.spec;

import edu.mit.csail.sdg.translator.A4Solution;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A trace that the solver has found, told step by step: only what has changed.
final class Story {
  /// What Alloy brings along, the orders, and names of one thing.
  private static final Pattern NOISE =
      Pattern.compile(
          "---.*|(univ|Int|seq/Int|String|integers|none)=.*|.*/Ord.*|this/Rule=.*"
              + "|this/(\\w+)=\\{\\2\\$0}");

  private Story() {}

  static String of(A4Solution solution) {
    StringBuilder story = new StringBuilder();
    Set<String> before = Set.of();
    for (int state = 0; state < solution.getTraceLength(); state++) {
      List<String> now =
          solution.toString(state).lines().filter(l -> !NOISE.matcher(l).matches()).toList();
      story.append("  state ").append(state).append('\n');
      for (String line : now) {
        if (!before.contains(line)) {
          story.append("    ").append(line).append('\n');
        }
      }
      before = new HashSet<>(now);
    }
    return story.toString();
  }
}
