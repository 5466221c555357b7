package io.crossfade.cli.view;

import java.io.PrintStream;
import java.util.List;

/// Lines at the end of a terminal that are drawn over the ones before.
final class LiveLines {
  private static final String CLEAR_REST_OF_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /// A long line is cut, for one that wraps would be counted wrong.
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private int drawn;

  LiveLines(PrintStream out) {
    this.out = out;
  }

  void draw(List<String> lines) {
    StringBuilder frame = new StringBuilder(NO_WRAP);
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    lines.forEach(line -> frame.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
    frame.append(CLEAR_BELOW).append(WRAP);
    out.print(frame);
    out.flush();
    drawn = lines.size();
  }
}
