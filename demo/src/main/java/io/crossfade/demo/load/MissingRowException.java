package io.crossfade.demo.load;

import java.sql.SQLException;

/// A client did not find what was there before, or what it had written itself.
final class MissingRowException extends SQLException {
  private static final long serialVersionUID = 1;

  MissingRowException(String reason) {
    super(reason, "P0002");
  }
}
