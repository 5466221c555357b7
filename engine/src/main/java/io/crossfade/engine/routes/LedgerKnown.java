package io.crossfade.engine.routes;

import java.util.List;

/// What is known of the ledgers of all routers under an epoch.
///
/// @param pending items that are in one of them, as they were told last
/// @param silent routers that are alive, and have told nothing since they have confirmed the epoch
/// @param lost routers that are gone, and had something in their ledgers
public record LedgerKnown(long pending, List<String> silent, List<String> lost) {
  public LedgerKnown {
    silent = List.copyOf(silent);
    lost = List.copyOf(lost);
  }

  /// Whether nothing is in any of them, by what every router has said itself.
  public boolean isEmpty() {
    return pending == 0 && silent.isEmpty() && lost.isEmpty();
  }
}
