package io.crossfade.transfer.follow;

import io.crossfade.connector.CommitWait;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What keeps one side equal to the other, whoever writes there: our own stream of changes, or the
 * application's mirrors. All methods may be called from any thread.
 */
public interface Following extends AutoCloseable {

  /** What it does with what it is told. */
  enum Mode {
    /** Writes it on the other side. */
    APPLY,
    /** Only moves on: the side that is read is fenced, so all it shows should be our own writes. */
    WATCH
  }

  Following start(Mode first);

  Mode mode();

  /** To be changed only while nobody but us can write the side that is read. */
  void mode(Mode newMode);

  /** The position up to which the written side is a copy; null before the first look. */
  @Nullable Position applied();

  /**
   * Waits until the written side has everything before {@code position}. False when patience ends;
   * throws what has stopped it.
   */
  boolean awaitApplied(Position position, Duration patience);

  /** What it waits for where the written side does not have everything, and what to do about it. */
  String awaited();

  /**
   * Waits until everything that is written by now can be seen on the side that is read, where a
   * commit is told before others see it. DEADLINE_PASSED when patience ends.
   */
  void awaitVisible(Duration patience);

  /** Whether every chunk is merged, so that the written side is a consistent prefix. */
  boolean isSettled();

  /**
   * Whether commits on the side that is read wait until they are on the written side too, as seen
   * within the last second or so; null before the first look, and where nobody could wait for it.
   */
  @Nullable CommitWait commitWait();

  /** The error that stopped it for good; null while it runs. */
  @Nullable CrossfadeException failure();

  /** Has proven drift written anew from the side that is read. Returns how many rows. */
  CompletableFuture<Integer> repair(List<RowDifference> rows);

  /**
   * Writes nothing more, and neither waits for what is in hand nor for the side that is read. Still
   * to be closed.
   */
  void cease();

  /** After {@link #cease}: whether the written side was done with what is in hand in time. */
  boolean awaitCeased(Duration patience);

  @Override
  void close();
}
