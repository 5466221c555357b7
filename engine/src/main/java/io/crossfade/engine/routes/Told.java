package io.crossfade.engine.routes;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.RouterFindings;
import java.time.Duration;

/// What a router has told last of its ledger and of mismatches.
///
/// @param epoch that it had confirmed before it looked
/// @param ago how long ago it was told
/// @param lost whether nothing is heard of it any more: what is in its ledger is there still, as
///   far as anybody knows
public record Told(String router, long epoch, RouterFindings findings, Duration ago, boolean lost) {
  public long pending() {
    return findings.ledger().stream().mapToLong(LedgerCount::pending).sum();
  }
}
