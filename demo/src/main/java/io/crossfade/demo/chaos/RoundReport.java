package io.crossfade.demo.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one round ended. The names are those of the JSON.
///
/// @param what is moved, and by whom
/// @param faults how often each came, by whom it hit
/// @param verbs what the operator typed, and whether it was done
/// @param ends why `run` ended by itself, and was started again
/// @param takeovers how often another process went on
/// @param verdict null where it did not come so far
/// @param replay the command that does it again
record RoundReport(
    long seed,
    String what,
    Map<String, Long> faults,
    Map<String, Long> verbs,
    Map<String, Long> ends,
    long takeovers,
    @Nullable Verdict verdict,
    List<String> violations,
    String replay) {

  static RoundReport of(ChaosSettings settings, Chronicle chronicle, @Nullable Verdict verdict) {
    return new RoundReport(
        settings.seed(),
        settings.title(),
        chronicle.counts("fault "),
        chronicle.counts("verb "),
        chronicle.counts("end "),
        chronicle.counts("takeover").getOrDefault("", 0L),
        verdict,
        chronicle.violations(),
        settings.replay());
  }

  boolean isClean() {
    return violations.isEmpty();
  }

  List<String> page() {
    List<String> lines = new ArrayList<>();
    lines.add("seed " + seed + " (" + what + "): " + (isClean() ? "clean" : "NOT CLEAN"));
    lines.add(line("faults", faults));
    lines.add(line("verbs", verbs));
    lines.add(line("run ended", ends) + "; takeovers " + takeovers);
    if (verdict != null) {
      lines.add(
          "  %-12s %,d acknowledged; %,d in doubt, of which %,d happened; %,d refused past the router"
              .formatted(
                  "transactions",
                  verdict.acknowledged(),
                  verdict.doubtful(),
                  verdict.doubtfulThere(),
                  verdict.refused()));
      lines.add(line("failed", verdict.failed()));
      lines.add(
          "  %-12s %.1f s without an acknowledged transaction"
              .formatted("at worst", verdict.longestSilence()));
      lines.add(
          "  %-12s drift %d, lost %d, twice %d, by a dump of %,d rows and the workload's record"
              .formatted(
                  "verdict",
                  verdict.drift(),
                  verdict.lost(),
                  verdict.twice(),
                  verdict.rowsDumped()));
    }
    violations.forEach(violation -> lines.add("  VIOLATION    " + violation));
    lines.add("  replay       " + replay);
    return lines;
  }

  private static String line(String name, Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach((what, count) -> parts.add(what + " " + count));
    return "  %-12s %s".formatted(name, parts.isEmpty() ? "none" : String.join(", ", parts));
  }
}
