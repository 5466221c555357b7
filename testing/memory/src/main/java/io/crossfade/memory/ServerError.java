package io.crossfade.memory;

import org.jspecify.annotations.Nullable;

/** What the server says, or that it says nothing any more. Without values of rows. */
public final class ServerError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** Why a statement failed. The transaction it belongs to has then come to nothing. */
  public enum Kind {
    /** Nobody knows whether the last step was made. */
    CONNECTION_LOST,
    FENCED,
    /** A unique constraint is broken. */
    DUPLICATE,
    VALUE_REFUSED,
    NO_SUCH_TABLE,
    DEADLOCK,
    LOCK_TIMEOUT,
    NOT_SERIALIZABLE,
    TRANSACTION_FAILED
  }

  public ServerError(Kind kind, String message) {
    this(kind, message, null);
  }

  public ServerError(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
