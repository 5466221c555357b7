package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Appends rows that only their number tells apart: applied twice, nothing in the database would
/// object.
record AppendEvents(int count) implements Action {

  @Override
  public Kind kind() {
    return Kind.EVENTS;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.witness(count);
  }
}
