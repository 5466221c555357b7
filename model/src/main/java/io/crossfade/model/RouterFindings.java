package io.crossfade.model;

import java.util.List;

/**
 * What a router knows of its dual writes and its comparisons: numbers in full, entries and groups
 * as many as fit.
 */
public record RouterFindings(
    List<LedgerCount> ledger, List<LedgerEntry> entries, List<MismatchGroup> mismatches) {
  public static final RouterFindings NONE = new RouterFindings(List.of(), List.of(), List.of());

  public RouterFindings {
    ledger = List.copyOf(ledger);
    entries = List.copyOf(entries);
    mismatches = List.copyOf(mismatches);
  }
}
