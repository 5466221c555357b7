package io.crossfade.demo.record;

/// How a transaction ended, when, and how long its user waited.
///
/// @param side the side it ran on; `-` where it found none
/// @param startMicros when it asked for a connection, in microseconds since 1970
/// @param heldMicros how long it waited from then on until it could proceed, if the router held it
///   or it never could; 0 for all others
/// @param totalMicros how long it took as a whole
/// @param reason why it did not succeed; empty if it did
public record Outcome(
    Status status,
    String side,
    long startMicros,
    long heldMicros,
    long totalMicros,
    String reason) {

  static final Outcome NONE = new Outcome(Status.UNFINISHED, "-", 0, 0, 0, "");

  String text() {
    return "%s\t%d\t%d\t%d\t%s".formatted(side, startMicros, heldMicros, totalMicros, reason);
  }

  static Outcome read(Status status, String[] word) {
    return new Outcome(
        status,
        word[3],
        Long.parseLong(word[4]),
        Long.parseLong(word[5]),
        Long.parseLong(word[6]),
        word[7]);
  }
}
