package io.crossfade.transfer.follow;

import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Database;
import io.crossfade.model.Direction;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether commits on the side that is read wait for this stream. Then nothing that it has passed
 * may stay unrecorded, not even for a moment. One thread asks; any may look.
 */
final class Waiters {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Database from;
  private final String migration;
  private final Direction direction;
  private final Timing timing;
  private long nextLook;
  private volatile @Nullable CommitWait known;

  Waiters(Database from, String migration, Direction direction, Timing timing) {
    this.from = from;
    this.migration = migration;
    this.direction = direction;
    this.timing = timing;
    this.nextLook = timing.nanoTime();
  }

  /** Asks the database now and then. */
  boolean ask() {
    long now = timing.nanoTime();
    CommitWait said = known;
    if (said == null || now - nextLook >= 0) {
      said = from.log().commitWait(migration, direction);
      known = said;
      nextLook = now + LOOK_AGAIN.toNanos();
    }
    return said.isForUs();
  }

  /** What the database has said last; null as long as it was not asked. */
  @Nullable CommitWait known() {
    return known;
  }
}
