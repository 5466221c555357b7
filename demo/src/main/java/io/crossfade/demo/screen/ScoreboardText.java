package io.crossfade.demo.screen;

import io.crossfade.cli.view.Style;
import io.crossfade.engine.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The scoreboard for people, within 80 columns.
public final class ScoreboardText {
  private static final int EXAMPLES = 10;

  private final Style style;

  public ScoreboardText(Style style) {
    this.style = style;
  }

  public List<String> page(Scoreboard board) {
    Moved moved = board.moved();
    Served served = board.served();
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("The scoreboard") + style.faint("  " + board.title().name()));
    lines.add(
        row(
            "rows copied",
            count(moved.rowsCopied()),
            count(moved.rowsPerSecond()) + " rows/s, under load"));
    lines.add(row("changes applied", count(moved.changesApplied()), "both directions"));
    lines.add(
        row(
            "rows compared",
            count(moved.rowsCompared()),
            "then %s by a dump of both databases".formatted(count(board.judged().rowsDumped()))));
    if (moved.found() != null) {
      lines.add(drill(moved.found()));
    }
    lines.add(verdict("drift", board.drift(), "rows that differ"));
    lines.add(row("acknowledged", count(served.acknowledged()), "transactions of the workload"));
    lines.add(verdict("failed", served.failed(), "transactions that a user saw failing"));
    lines.add(
        row(
            "refused",
            count(served.refused()),
            "past the router, by the fence; %s let through".formatted(count(served.bypassed()))));
    lines.add(pauses("pause at cutover", board.cutover()));
    lines.add(pauses("pause at rollback", board.rollback()));
    lines.add(
        verdict("lost", board.judged().lostWrites(), "acknowledged writes that are not there"));
    lines.add(verdict("twice", board.judged().duplicatedWrites(), "writes applied more than once"));
    lines.addAll(examples(board));
    return lines;
  }

  /// One run of many.
  public String line(int run, int runs, Scoreboard board) {
    String text =
        String.format(
            Locale.ROOT,
            "run %d/%d  %s  copied %s (%s/s)  acknowledged %s  drift %d  lost %d  twice %d  failed %d"
                + "  pause max: cutover %.0f ms, rollback %.0f ms  %.0f s",
            run,
            runs,
            board.isClean() ? "ok  " : "BAD ",
            count(board.moved().rowsCopied()),
            count(board.moved().rowsPerSecond()),
            count(board.served().acknowledged()),
            board.drift(),
            board.judged().lostWrites(),
            board.judged().duplicatedWrites(),
            board.served().failed(),
            board.cutover().max(),
            board.rollback().max(),
            board.title().seconds());
    return board.isClean() ? text : style.bad(text);
  }

  private List<String> examples(Scoreboard board) {
    List<String> all = board.judged().examples();
    List<String> lines = new ArrayList<>();
    all.stream().limit(EXAMPLES).forEach(e -> lines.add(style.bad("  ! ") + e));
    if (all.size() > EXAMPLES) {
      lines.add("    and " + count(all.size() - EXAMPLES) + " more");
    }
    return lines;
  }

  private String verdict(String label, long bad, String meaning) {
    String number = "%12s".formatted(count(bad));
    return label(label)
        + (bad == 0 ? style.good(number) : style.bad(number))
        + "  "
        + style.faint(meaning);
  }

  private String drill(Found found) {
    String seconds = String.format(Locale.ROOT, "%10.1f s", found.seconds());
    return label("drill found after")
        + (found.inTime() ? style.good(seconds) : style.bad(seconds))
        + "  "
        + style.faint(
            "%s key %s %s on the %s"
                .formatted(found.table(), found.key(), found.columns(), found.side()));
  }

  private String pauses(String label, Pauses pauses) {
    String max = String.format(Locale.ROOT, "%9.0f ms", pauses.max());
    String rest =
        String.format(
            Locale.ROOT,
            "the longest; p99 %.0f, p50 %.0f ms; %d held",
            pauses.p99(),
            pauses.p50(),
            pauses.held());
    return label(label) + max + "  " + style.faint(rest);
  }

  private String row(String label, String number, String meaning) {
    return label(label) + "%12s".formatted(number) + "  " + style.faint(meaning);
  }

  private static String label(String label) {
    return "  %-18s".formatted(label);
  }

  private static String count(long number) {
    return Figures.count(number);
  }
}
