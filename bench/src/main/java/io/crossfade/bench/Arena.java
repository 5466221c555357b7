package io.crossfade.bench;

/// Where and how long it is measured.
///
/// @param discarded the first rounds, which do not count: by then the JVM has compiled what is hot
/// @param rounds how often each contestant is measured after those
record Arena(Servers servers, Peers peers, long rows, int discarded, int rounds) {
  /// How many work at the same time, of ours and of each peer.
  static final int WORKERS = 2;

  int allRounds() {
    return discarded + rounds;
  }
}
