package io.crossfade.connector;

import io.crossfade.model.Boundary;
import io.crossfade.model.Direction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A database's log of changes. */
public interface Log {
  Position position(String encoded);

  Boundary boundary(String encoded);

  /** The log's end now: every commit that anybody has seen lies before it. */
  Position end();

  /** Bytes, or the engine's nearest measure, between two positions. */
  long distance(Position from, Position to);

  /**
   * Commits and flushes a transaction without row changes, so that an idle stream moves. Returns a
   * position that a stream reaches once it has returned everything committed before this call.
   */
  Position marker(String migration);

  /**
   * Makes the log keep what a stream needs, from now on (on PostgreSQL: publication and slot). When
   * it returns, every transaction that the stream will not show is visible to new snapshots.
   * Repeatable: an existing one stays.
   */
  void retain(String migration, Direction direction, List<Table> tables, Duration patience);

  /** What {@link #retain} makes in this database, by its names, for people. */
  String traces(String migration, Direction direction);

  /** Where a retained stream can begin at the earliest; empty when nothing is retained. */
  Optional<Position> retainedFrom(String migration, Direction direction);

  /**
   * What is about to take away log that a stream still needs, where a server keeps it for nobody;
   * empty where nothing is. Looks, and does nothing.
   *
   * @param needed where the stream would begin again
   */
  default Optional<Endangered> endangered(Position needed) {
    return Optional.empty();
  }

  /**
   * Whether the server keeps its log until streams of ours have read it. One that keeps it by the
   * clock has no more room when a stream is given up.
   */
  default boolean keepsForStreams() {
    return true;
  }

  /**
   * @param why with what mends it
   * @param patience for how long it has to be so before people are told: logs begin new files all
   *     the time
   */
  record Endangered(String why, Duration patience) {}

  /**
   * Whether anything at all is kept in place for that stream, usable or not: then {@link #release}
   * has something to do.
   */
  boolean retains(String migration, Direction direction);

  /** Gives up what was retained up to {@code position}. The stream must be closed. */
  void forget(String migration, Direction direction, Position position);

  /** Ends the retention. Repeatable. */
  void release(String migration, Direction direction);

  /**
   * Opens the stream after {@code from}. SOURCE_LOG_LOST if the log no longer has everything after
   * it.
   *
   * @param echo transactions with this mark are ours, written by the opposite stream: they come
   *     without changes
   */
  ChangeStream open(
      String migration, Direction direction, Position from, List<Table> tables, Mark echo);

  /**
   * Whether commits on this database wait until the stream of this direction has confirmed them.
   */
  CommitWait commitWait(String migration, Direction direction);

  /**
   * Waits until fresh snapshots see every transaction that is in the midst of its commit now: the
   * log may have told of it already. One that may be, for all that the server says, counts too; one
   * that waits for its client does not. DEADLINE_PASSED when patience ends.
   */
  void awaitCommitting(Duration patience);

  /** Waits until a fresh snapshot on the primary has seen all these transactions. */
  void awaitVisible(Collection<Long> transactions, Duration patience);
}
