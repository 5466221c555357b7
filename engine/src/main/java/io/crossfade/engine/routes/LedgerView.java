package io.crossfade.engine.routes;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What all routers have told, put together. Routers that keep their ledgers in the same database
/// count the same items, and those that keep their own do not: so what the one says that says most
/// counts, or how many different entries there are.
public record LedgerView(
    List<LedgerCount> stores, List<LedgerEntry> entries, List<MismatchGroup> mismatches) {
  private record Item(String store, String key) {
    static Item of(LedgerEntry entry) {
      return new Item(entry.store(), entry.key());
    }
  }

  private record Cause(String experiment, String cause) {}

  public LedgerView {
    stores = List.copyOf(stores);
    entries = List.copyOf(entries);
    mismatches = List.copyOf(mismatches);
  }

  public static LedgerView of(Collection<Told> told) {
    Map<Item, LedgerEntry> items = new LinkedHashMap<>();
    Map<String, LedgerCount> stores = new TreeMap<>();
    Map<Cause, MismatchGroup> causes = new LinkedHashMap<>();
    for (Told one : told) {
      one.findings().entries().forEach(e -> items.merge(Item.of(e), e, LedgerView::newer));
      one.findings().ledger().forEach(c -> stores.merge(c.store(), c, LedgerView::both));
      one.findings()
          .mismatches()
          .forEach(g -> causes.merge(new Cause(g.experiment(), g.cause()), g, LedgerView::both));
    }
    return new LedgerView(
        stores.values().stream().map(count -> atLeast(count, items.values())).toList(),
        items.values().stream()
            .sorted(
                Comparator.comparing(LedgerEntry::apart)
                    .reversed()
                    .thenComparing(LedgerEntry::since))
            .toList(),
        causes.values().stream()
            .sorted(Comparator.comparing(MismatchGroup::count).reversed())
            .toList());
  }

  public long pending() {
    return stores.stream().mapToLong(LedgerCount::pending).sum();
  }

  public long apart() {
    return stores.stream().mapToLong(LedgerCount::apart).sum();
  }

  public long oldestMillis() {
    return stores.stream().mapToLong(LedgerCount::oldestMillis).max().orElse(0);
  }

  public long mismatched() {
    return mismatches.stream().mapToLong(MismatchGroup::count).sum();
  }

  private static LedgerEntry newer(LedgerEntry one, LedgerEntry other) {
    return one.attempts() >= other.attempts() ? one : other;
  }

  private static LedgerCount both(LedgerCount one, LedgerCount other) {
    return new LedgerCount(
        one.store(),
        Math.max(one.pending(), other.pending()),
        Math.max(one.apart(), other.apart()),
        Math.max(one.oldestMillis(), other.oldestMillis()),
        one.mirrored() + other.mirrored(),
        one.diverged() + other.diverged());
  }

  private static LedgerCount atLeast(LedgerCount count, Collection<LedgerEntry> entries) {
    List<LedgerEntry> its = entries.stream().filter(e -> e.store().equals(count.store())).toList();
    return new LedgerCount(
        count.store(),
        Math.max(count.pending(), its.size()),
        Math.max(count.apart(), its.stream().filter(LedgerEntry::apart).count()),
        count.oldestMillis(),
        count.mirrored(),
        count.diverged());
  }

  private static MismatchGroup both(MismatchGroup one, MismatchGroup other) {
    MismatchGroup newest = one.lastAt() >= other.lastAt() ? one : other;
    return new MismatchGroup(
        one.experiment(),
        one.cause(),
        one.count() + other.count(),
        Math.min(one.firstAt(), other.firstAt()),
        newest.lastAt(),
        newest.key(),
        newest.primary(),
        newest.candidate());
  }
}
