package io.crossfade.spring;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.RouterFindings;
import java.util.ArrayList;
import java.util.List;

/** What all of an application's dual writers know together. */
final class Writers {
  private Writers() {}

  static RouterFindings findings(List<DualWriter> writers) {
    List<LedgerCount> ledger = new ArrayList<>();
    List<LedgerEntry> entries = new ArrayList<>();
    List<MismatchGroup> mismatches = new ArrayList<>();
    for (DualWriter writer : writers) {
      RouterFindings known = writer.findings();
      ledger.addAll(known.ledger());
      entries.addAll(known.entries());
      mismatches.addAll(known.mismatches());
    }
    return new RouterFindings(ledger, entries, mismatches);
  }
}
