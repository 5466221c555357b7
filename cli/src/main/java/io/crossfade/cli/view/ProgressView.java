package io.crossfade.cli.view;

import io.crossfade.engine.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Shows how a migration goes on for as long as it is open: drawn over on a terminal, one line a
/// second in a pipe.
public final class ProgressView implements AutoCloseable {
  private static final Duration LIVE = Duration.ofMillis(250);
  private static final Duration LINES = Duration.ofSeconds(1);

  private final Picture picture;
  private final PrintStream out;
  private final boolean live;
  private final LiveLines lines;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean isKnown = true;

  /// @param live whether `out` is a terminal
  public ProgressView(Supplier<Status> source, PrintStream out, boolean live, Style style) {
    this(Picture.of(source, style), out, live);
  }

  public ProgressView(Picture picture, PrintStream out, boolean live) {
    this.picture = picture;
    this.out = out;
    this.live = live;
    this.lines = new LiveLines(out);
    this.thread = Thread.ofVirtual().name("progress").start(this::show);
  }

  private void show() {
    Duration interval = live ? LIVE : LINES;
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        draw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    try {
      if (live) {
        lines.draw(picture.page());
      } else {
        out.println(picture.line());
      }
      isKnown = true;
    } catch (RuntimeException e) {
      // the work goes on without a picture of it, and says by itself how it ends
      if (isKnown) {
        out.println("crossfade: the status is not known at the moment: " + e.getMessage());
      }
      isKnown = false;
    }
  }

  /// The last picture stays.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
