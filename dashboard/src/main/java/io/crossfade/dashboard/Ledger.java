package io.crossfade.dashboard;

import io.crossfade.engine.Control.LedgerReport;
import io.crossfade.engine.Control.RouterTold;
import io.crossfade.engine.Figures;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What routers have told of dual writes that have not arrived on the other side, by store, and of
/// answers that differ, by cause. Answers themselves are no part of a page.
///
/// @param lost routers that are gone, and had something in their ledgers
public record Ledger(
    List<Store> stores, List<String> lost, List<Entry> entries, List<Cause> causes) {
  static final Ledger NONE = new Ledger(List.of(), List.of(), List.of(), List.of());

  private static final int SHOWN = 8;

  public Ledger {
    stores = List.copyOf(stores);
    lost = List.copyOf(lost);
    entries = List.copyOf(entries);
    causes = List.copyOf(causes);
  }

  public record Store(
      String name, Tone tone, String pending, String apart, String oldest, String mirrored) {
    static Store of(LedgerCount count) {
      return new Store(
          count.store(),
          count.apart() > 0 ? Tone.BAD : count.pending() > 0 ? Tone.WAITS : Tone.GOOD,
          Figures.count(count.pending()),
          Figures.count(count.apart()),
          count.pending() == 0 ? "" : Figures.millis(count.oldestMillis()),
          Figures.count(count.mirrored()));
    }
  }

  public record Entry(String store, String key, String state, String since, String error) {
    static Entry of(LedgerEntry entry) {
      String newer = "newer on the " + entry.from().spelled();
      return new Entry(
          entry.store(),
          entry.key(),
          entry.apart() ? "apart, " + newer : newer,
          time(entry.since()),
          entry.error());
    }
  }

  public record Cause(String experiment, String cause, String count, String key, String last) {
    static Cause of(MismatchGroup group) {
      return new Cause(
          group.experiment(),
          group.cause(),
          Figures.count(group.count()),
          group.key(),
          time(group.lastAt()));
    }
  }

  static Ledger of(@Nullable LedgerReport report) {
    return report == null
        ? NONE
        : new Ledger(
            report.stores().stream().map(Store::of).toList(),
            report.routers().stream()
                .filter(router -> router.lost() && router.pending() > 0)
                .map(RouterTold::router)
                .toList(),
            report.entries().stream().limit(SHOWN).map(Entry::of).toList(),
            report.mismatches().stream().limit(SHOWN).map(Cause::of).toList());
  }

  public boolean isEmpty() {
    return stores.isEmpty() && causes.isEmpty() && lost.isEmpty();
  }

  private static String time(long millis) {
    return EventRow.time(Instant.ofEpochMilli(millis));
  }
}
