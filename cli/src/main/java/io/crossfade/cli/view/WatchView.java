package io.crossfade.cli.view;

import io.crossfade.engine.Figures;
import io.crossfade.engine.Status;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What somebody sees who watches a migration from another terminal.
public abstract sealed class WatchView {
  private String lastWho = "";

  private WatchView() {}

  /// Drawn over.
  public static WatchView live(PrintStream out, Style style) {
    return new Live(new LiveLines(out), style);
  }

  /// A line per change.
  public static WatchView lines(PrintStream out, PrintStream err) {
    return of(StatusLine::of, out, err);
  }

  /// A text per change.
  ///
  /// @param err is told which process carries the migration on
  public static WatchView of(Function<Status, String> text, PrintStream out, PrintStream err) {
    return new Changes(text, out, err);
  }

  /// @param carrier who answers, as people call it; null for nobody who can be asked from here
  public void show(Status now, @Nullable String carrier) {
    String who = who(now, carrier);
    boolean first = lastWho.isEmpty();
    boolean asExpected = first && carrier != null && !now.where().phase().isEnd();
    boolean changed = !who.equals(lastWho);
    lastWho = who;
    show(now, who, changed && !asExpected);
  }

  private static String who(Status now, @Nullable String carrier) {
    if (now.where().phase().isEnd()) {
      return "the migration has ended";
    }
    if (carrier == null) {
      return "no process of this machine carries it on: waiting for one";
    }
    return (now.where().running() ? "%s carries it on" : "%s does not carry it on")
        .formatted(carrier);
  }

  abstract void show(Status now, String who, boolean isNews);

  private static final class Live extends WatchView {
    private final LiveLines lines;
    private final Style style;
    private final Speed speed = new Speed(System::nanoTime);

    private Live(LiveLines lines, Style style) {
      this.lines = lines;
      this.style = style;
    }

    @Override
    void show(Status now, String who, boolean isNews) {
      List<String> page = new ArrayList<>(StatusPage.of(now, style));
      page.add(
          style.faint(
              "watch     "
                  + who
                  + (now.where().phase().isEnd()
                      ? ""
                      : "; %s changes/s applied; Ctrl-C ends the watching only"
                          .formatted(Figures.count(speed.of(now.follow().changesApplied()))))));
      lines.draw(page);
    }
  }

  private static final class Changes extends WatchView {
    private final Function<Status, String> text;
    private final PrintStream out;
    private final PrintStream err;
    private String last = "";

    private Changes(Function<Status, String> text, PrintStream out, PrintStream err) {
      this.text = text;
      this.out = out;
      this.err = err;
    }

    @Override
    void show(Status now, String who, boolean isNews) {
      if (isNews) {
        err.println("crossfade: " + who);
      }
      String line = text.apply(now);
      if (!line.equals(last)) {
        out.println(line);
        out.flush();
        last = line;
      }
    }
  }
}
