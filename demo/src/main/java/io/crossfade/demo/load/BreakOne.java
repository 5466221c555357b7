package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// A transaction that has to fail: it proves that failures are reported.
record BreakOne() implements Action {

  @Override
  public Kind kind() {
    return Kind.EVENTS;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.witness(1);
    tx.read("SELECT price FROM events");
  }
}
