package io.crossfade.transfer.follow;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.TableMapping;

/** Is told what a follower does. Called on the follower's thread, so it must not wait. */
public interface FollowListener {
  /**
   * A row was written, or removed, or may have been: the answer was lost. The key is that of the
   * table that is read.
   */
  void touched(TableMapping table, Key key);

  /** The table was emptied, or a part of it. */
  void cleared(TableMapping table);

  /** A batch is safe on the written side. */
  void applied(int transactions, long changes, LoggedTransaction last);

  /** So many rows were written by the application on one side or the other. */
  default void mirrored(long rows) {}

  /** While only watching: somebody wrote who is not us, on a side that should be fenced. */
  void foreign(LoggedTransaction transaction);

  /** What {@link #foreign} was told of can be read there by now. */
  default void foreignIsVisible(LoggedTransaction transaction) {}

  /** A connection was lost; the follower goes on by itself. */
  void interrupted(CrossfadeException error);
}
