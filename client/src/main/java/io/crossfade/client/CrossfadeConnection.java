package io.crossfade.client;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection whose transactions each run on the side that the route says. */
public interface CrossfadeConnection extends Connection {
  /**
   * The side of this transaction, which begins with this call if it had not begun: for applications
   * that speak to the two sides in different words, because the mapping renames something.
   *
   * <p>With autoCommit every statement is a transaction of its own, so that the next one may
   * already run elsewhere; switch autoCommit off to rely on the answer.
   */
  Side side() throws SQLException;
}
