package io.crossfade.client.dual;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What this writer tells the control plane. Asking it costs nothing and waits for nobody: the
 * ledger is looked at beside.
 */
final class Findings implements Supplier<RouterFindings> {
  private static final Logger LOG = System.getLogger(Findings.class.getPackageName());
  private static final int MOST_ENTRIES = 100;

  private final Ledger ledger;
  private final Map<String, StorePair<?>> stores;
  private volatile Map<String, Ledger.Count> counts = Map.of();
  private volatile List<LedgerEntry> entries = List.of();

  Findings(Ledger ledger, Map<String, StorePair<?>> stores) {
    this.ledger = ledger;
    this.stores = stores;
  }

  /** Looks at the ledger. What cannot be reached stays as it was seen last. */
  void refresh() {
    try {
      Map<String, Ledger.Count> seen = new HashMap<>();
      List<LedgerEntry> oldest = new ArrayList<>();
      for (Side from : Side.values()) {
        for (Ledger.Count count : ledger.counts(from)) {
          seen.merge(count.store(), count, Findings::sum);
        }
        oldest.addAll(ledger.entries(from, MOST_ENTRIES - oldest.size()));
      }
      counts = seen;
      entries = List.copyOf(oldest);
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "the ledger was not counted: {0}", Failures.text(e));
    }
  }

  private static Ledger.Count sum(Ledger.Count a, Ledger.Count b) {
    return new Ledger.Count(
        a.store(),
        a.pending() + b.pending(),
        a.apart() + b.apart(),
        Math.max(a.oldestMillis(), b.oldestMillis()));
  }

  @Override
  public RouterFindings get() {
    Map<String, Ledger.Count> seen = counts;
    TreeSet<String> names = new TreeSet<>(stores.keySet());
    names.addAll(seen.keySet());
    List<LedgerCount> ledgers = new ArrayList<>();
    for (String name : names) {
      Ledger.Count count = seen.getOrDefault(name, new Ledger.Count(name, 0, 0, 0));
      StorePair<?> pair = stores.get(name);
      ledgers.add(
          new LedgerCount(
              name,
              count.pending(),
              count.apart(),
              count.oldestMillis(),
              pair == null ? 0 : pair.mirrored(),
              pair == null ? 0 : pair.diverged()));
    }
    return new RouterFindings(ledgers, entries, List.of());
  }
}
