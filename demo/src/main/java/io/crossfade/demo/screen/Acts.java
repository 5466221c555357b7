package io.crossfade.demo.screen;

import io.crossfade.cli.view.Style;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the demo has done so far, act by act. Thread-safe.
public final class Acts {
  private final PrintStream out;
  private final Style style;
  private final long begun = System.nanoTime();
  private final List<String> lines = new ArrayList<>();
  private boolean drawn;

  public Acts(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /// From now on a live view draws the acts, so that they are not printed one by one.
  public synchronized void drawn(boolean byLiveView) {
    drawn = byLiveView;
    lines.clear();
  }

  public synchronized void begin(String act) {
    String line = style.faint(String.format(Locale.ROOT, "%6.1f s  ", seconds())) + style.bold(act);
    lines.add(line);
    if (!drawn) {
      out.println(line);
    }
  }

  public double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  synchronized List<String> page() {
    return List.copyOf(lines);
  }
}
