package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The route with which an application begins: the control plane's, or else the one that was kept.
 */
final class FirstRoute {
  private static final Logger LOG = System.getLogger(FirstRoute.class.getPackageName());

  private final RouteLink link;
  private final Duration patience;
  private final @Nullable KeptRoute kept;

  FirstRoute(RouteLink link, Duration patience, @Nullable KeptRoute kept) {
    this.link = link;
    this.patience = patience;
    this.kept = kept;
  }

  /** NOT_RUNNING if nobody has one. */
  RouteAnswer get() {
    Optional<RouteAnswer> told = told();
    if (kept == null) {
      return told.orElseThrow(this::unknown);
    }
    told.ifPresent(kept::requireOurs);
    Optional<KeptRoute.Found> found = told.isPresent() ? readable(kept) : kept.read();
    if (told.isPresent() && found.isPresent() && isOlder(told.get(), found.get().answer())) {
      warnOfOlder(told.get(), found.get().answer());
      return found.get().answer();
    }
    found.filter(f -> told.isEmpty()).ifPresent(this::warnOfKept);
    return told.or(() -> found.map(KeptRoute.Found::answer)).orElseThrow(this::unknown);
  }

  private Optional<RouteAnswer> told() {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      do {
        RouteAnswer first = link.poll(0, Duration.ZERO, RouterState.NONE);
        if (first != null) {
          return Optional.of(first);
        }
      } while (System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** What cannot be understood is of no use where the control plane answers; it is replaced. */
  private static Optional<KeptRoute.Found> readable(KeptRoute kept) {
    try {
      return kept.read();
    } catch (CrossfadeException e) {
      if (e.getCause() == null) {
        throw e;
      }
      LOG.log(Level.WARNING, "a route that was kept is replaced: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isOlder(RouteAnswer told, RouteAnswer found) {
    return told.epoch() < found.epoch();
  }

  private void warnOfOlder(RouteAnswer told, RouteAnswer found) {
    LOG.log(
        Level.WARNING,
        "the control plane has epoch {0}, which is older than epoch {1} in {2}; that one goes on. If the migration was begun anew under its old name, delete the file and start again",
        told.epoch(),
        found.epoch(),
        kept == null ? "" : kept.file());
  }

  private void warnOfKept(KeptRoute.Found found) {
    LOG.log(
        Level.WARNING,
        "no control plane gave a route of migration {0} within {1} s, so that epoch {2} goes on, which was kept {3} s ago",
        found.answer().route().migration(),
        patience.toSeconds(),
        found.answer().epoch(),
        found.age().toSeconds());
  }

  private CrossfadeException unknown() {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        "No control plane gave a route within "
            + patience.toSeconds()
            + " s"
            + (kept == null ? "" : ", and none was kept in " + kept.file())
            + ", so it is unknown which side may be written. Start `crossfade run`, or correct the address.");
  }
}
