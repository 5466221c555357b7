package io.crossfade.engine.store;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;

/// The store's server cannot be asked at the moment, and may be again.
final class StoreAway extends CrossfadeException {
  private static final long serialVersionUID = 1;

  private final boolean inDoubt;

  /// @param inDoubt whether what was asked for may have been done all the same
  StoreAway(String message, boolean inDoubt, Throwable cause) {
    super(ErrorCode.DATABASE_FAILED, message, cause);
    this.inDoubt = inDoubt;
  }

  /// Where something was done before it.
  StoreAway inDoubt() {
    return new StoreAway("" + getMessage(), true, this);
  }

  boolean isInDoubt() {
    return inDoubt;
  }
}
