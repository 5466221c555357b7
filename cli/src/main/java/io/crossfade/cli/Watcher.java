package io.crossfade.cli;

import io.crossfade.cli.process.Watching;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.WatchView;
import io.crossfade.engine.Status;
import java.time.Duration;

/// Looks at a migration until it has ended, whoever carries it on.
///
/// @param live whether it is drawn over
record Watcher(WatchView view, boolean live) {
  private static final Duration LIVE = Duration.ofMillis(250);
  private static final Duration LINES = Duration.ofSeconds(1);

  /// Asking a store on a server costs it more than asking a process.
  private static final Duration NOBODY = Duration.ofSeconds(2);

  Status untilEnd(Whereabouts where) throws InterruptedException {
    try (Watching watching = new Watching(where)) {
      while (true) {
        Status now = watching.look();
        if (now != null) {
          view.show(now, watching.carrier());
          if (now.where().phase().isEnd()) {
            return now;
          }
        }
        Thread.sleep(watching.carrier() == null ? NOBODY : live ? LIVE : LINES);
      }
    }
  }
}
