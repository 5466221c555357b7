package io.crossfade.model;

import java.util.List;

/**
 * What a router knows of its dual writes, its comparisons and its sessions: numbers in full, the
 * rest as many as fit.
 *
 * @param pinned sessions of its that cannot follow when writes move, as they were found last
 */
public record RouterFindings(
    List<LedgerCount> ledger,
    List<LedgerEntry> entries,
    List<MismatchGroup> mismatches,
    List<PinnedSession> pinned) {
  public static final RouterFindings NONE = new RouterFindings(List.of(), List.of(), List.of());

  public RouterFindings {
    ledger = List.copyOf(ledger);
    entries = List.copyOf(entries);
    mismatches = List.copyOf(mismatches);
    pinned = List.copyOf(pinned);
  }

  /** Of a router that has no sessions. */
  public RouterFindings(
      List<LedgerCount> ledger, List<LedgerEntry> entries, List<MismatchGroup> mismatches) {
    this(ledger, entries, mismatches, List.of());
  }
}
