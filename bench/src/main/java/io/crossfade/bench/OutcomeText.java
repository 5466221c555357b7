package io.crossfade.bench;

import java.util.Locale;

/// The outcome as two tables: what was measured, and how it stands to what was to be reached.
final class OutcomeText {
  private OutcomeText() {}

  static String of(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%n%s: %,d rows, %s; %s; medians of %d",
        outcome.name(),
        outcome.amount().rows(),
        megabytes(outcome) + " MB",
        outcome.servers(),
        outcome.times().getFirst().runs().size());
    line(text, "%-52s %8s %8s %8s %8s %8s", "", "s", "MB/s", "krows/s", "client", "all CPU s");
    for (Times times : outcome.times()) {
      double seconds = times.median(Measured::seconds);
      line(
          text,
          "%-52s %8.2f %8.0f %8.0f %8.2f %8.2f",
          times.name(),
          seconds,
          outcome.amount().bytes() / 1e6 / seconds,
          outcome.amount().rows() / 1e3 / seconds,
          times.median(Measured::clientCpu),
          times.median(Measured::allCpu));
    }
    line(text, "%n%-68s %6s %12s %8s", "", "ratio", "spread", "goal");
    for (Ratio ratio : outcome.ratios()) {
      line(
          text,
          "%-68s %6.2f %12s %8s %s",
          ratio.what(),
          ratio.value(),
          String.format(Locale.ROOT, "%.2f-%.2f", ratio.lowest(), ratio.highest()),
          (ratio.isLimit() ? "<=" : ">=") + ratio.wanted(),
          ratio.isMet() ? "met" : "MISSED");
    }
    outcome.missing().forEach(missing -> line(text, "%s", missing));
    return text.toString();
  }

  private static long megabytes(Outcome outcome) {
    return Math.round(outcome.amount().bytes() / 1e6);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
