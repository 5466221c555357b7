package io.crossfade.memory;

/** A statement that has to wait for another transaction; it has changed nothing yet. */
final class Blocked extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Transaction by;

  Blocked(Transaction by) {
    super("waits for " + by, null, false, false);
    this.by = by;
  }

  Transaction by() {
    return by;
  }
}
