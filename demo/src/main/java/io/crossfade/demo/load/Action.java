package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// What a client of the shop does in one transaction. An action that is tried again starts from the
/// beginning.
interface Action {
  Kind kind();

  /// The customer for whom it is done.
  default long customer() {
    return 0;
  }

  void run(Tx tx) throws SQLException;

  default boolean readOnly() {
    return false;
  }
}
