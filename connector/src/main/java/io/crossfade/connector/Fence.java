package io.crossfade.connector;

import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;

/** The refusal of writes at the database itself. Crossfade's own transactions pass. */
public interface Fence {
  /**
   * Does beforehand whatever a first {@link #raise} would have to wait for readers for, so that a
   * raising waits for writers only. Nobody is refused by it. Repeatable. DEADLINE_PASSED if those
   * who are waited for do not end within {@code patience}.
   */
  default void prepare(Lease lease, List<TableName> tables, Duration patience) {}

  /**
   * Raises the fence on all tables in one transaction. When it returns, no transaction that wrote
   * one of them is still under way, prepared ones included, and none can begin. DEADLINE_PASSED,
   * and nothing changed, if writers do not end within {@code patience}.
   */
  void raise(Lease lease, List<TableName> tables, Duration patience);

  /**
   * Lifts the fence, also one whose raising may still be under way. Repeatable. SUPERSEDED if a
   * newer lease was here.
   */
  void lift(Lease lease, List<TableName> tables);

  boolean isRaised(String migration);

  /** The words that tell a person how to take it off for good, once Crossfade has gone. */
  String byHand(String migration);

  /**
   * As {@link #lift}; from then on a write costs what it did before the fence, where nobody has to
   * be waited for to bring that about. Not where mirrors may come late: they are not refused then.
   */
  default void liftWholly(Lease lease, List<TableName> tables) {
    lift(lease, tables);
  }
}
