package io.crossfade.demo.judge;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Rows of a dump, in order.
interface Rows {

  /// The next row, its columns separated by tabs; null after the last.
  byte @Nullable [] next() throws SQLException;
}
