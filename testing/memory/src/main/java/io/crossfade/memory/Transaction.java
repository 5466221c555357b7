package io.crossfade.memory;

import io.crossfade.model.Change;
import io.crossfade.model.Mark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction at the server. It has a number from its first write on. */
final class Transaction {
  /** In this order, or aborted; a crash also aborts what is not flushed. */
  enum State {
    RUNNING,
    /**
     * In the log, so that a stream may tell it, but seen by nobody yet, and still holding locks.
     */
    LOGGED,
    COMMITTED,
    ABORTED
  }

  private final String who;
  private final List<Change> changes = new ArrayList<>();
  long id;
  State state = State.RUNNING;
  @Nullable Transaction waitsFor;

  /** What it sees from now on; as long as it is null each statement sees what is committed. */
  @Nullable MemoryBoundary snapshot;

  /** Whose stream in the opposite direction leaves it out; null for an application's. */
  @Nullable Mark mark;

  /** The migration whose fence lets it through. */
  @Nullable String pass;

  /** Where its commit ends in the log. */
  @Nullable MemoryPosition end;

  Transaction(String who) {
    this.who = who;
  }

  boolean isActive() {
    return state == State.RUNNING || state == State.LOGGED;
  }

  boolean isInTheLog() {
    return state == State.LOGGED;
  }

  boolean hasWritten() {
    return id != 0;
  }

  void changed(Change change) {
    changes.add(change);
  }

  List<Change> changes() {
    return changes;
  }

  /** Whether a statement of this transaction sees what the other one wrote. */
  boolean sees(Transaction other) {
    MemoryBoundary fixed = snapshot;
    return other == this
        || (other.state == State.COMMITTED && (fixed == null || fixed.sees(other.id)));
  }

  /** Whether what the other one wrote is final for this one: its own, or committed. */
  boolean standsOn(Transaction other) {
    return other == this || other.state == State.COMMITTED;
  }

  boolean waitsFor(Transaction other) {
    for (Transaction next = waitsFor; next != null; next = next.waitsFor) {
      if (next == other) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return who;
  }
}
