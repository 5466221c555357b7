package io.crossfade.memory;

/** The numbers of one column. Outside of transactions: a number that was given is gone. */
final class NumberSequence {
  private long value = 1;
  private boolean isGiven;

  long next() {
    value += isGiven ? 1 : 0;
    isGiven = true;
    return value;
  }

  /** The last number given, or the one that comes next if it was set. */
  long value() {
    return value;
  }

  void restart(long next) {
    value = next;
    isGiven = false;
  }

  /** What is set to come next counts as given. */
  void leap(long beyond) {
    value = Math.max(value, beyond);
    isGiven = true;
  }
}
