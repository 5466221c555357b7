package io.crossfade.postgresql.log;

/**
 * Gives the 32-bit transaction ids of the log their upper half, so that they can be compared with
 * those of snapshots.
 *
 * <p>The server keeps any two ids that are in use within 2^31 of each other, so the right full id
 * is the one nearest to any recent one. Each id seen becomes the next reference; a stream that sees
 * not even a marker for two billion transactions does not exist.
 */
final class TransactionIds {
  private long recent;

  /** {@code recent} is a full id from about now, such as a snapshot's xmax. */
  TransactionIds(long recent) {
    this.recent = recent;
  }

  long lift(int id) {
    long lifted = recent + (id - (int) recent);
    recent = Math.max(recent, lifted);
    return lifted;
  }
}
