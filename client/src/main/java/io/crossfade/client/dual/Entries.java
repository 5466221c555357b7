package io.crossfade.client.dual;

import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lines of a ledger in memory. Guarded by the lock of the ledger. */
final class Entries {
  /** Struck off by nobody who saw this. */
  static final long TOO_EARLY = 0;

  /** One item that is, or may be, newer on one side. Times are elapsed nanoseconds. */
  static final class Entry {
    final Side from;
    final Item item;
    final long since;

    /** Grows with every write of the item. */
    long sequence;

    /** Where the file has it; 0 where it came from there. */
    long ticket;

    /** Until when a write whose answer was lost may still be carried out. */
    long inDoubtUntil;

    int refusals;
    boolean apart;
    String error = "";

    private int writesUnderWay;
    private long nextTry;

    private Entry(Side from, Item item, long now) {
      this.from = from;
      this.item = item;
      this.since = now;
      this.inDoubtUntil = now;
    }

    long seen(long now) {
      return writesUnderWay > 0 || now - inDoubtUntil < 0 ? TOO_EARLY : sequence;
    }
  }

  /** Of one side and store, the oldest first. */
  private static final class Shelf {
    final Map<String, Entry> entries = new LinkedHashMap<>();
    int apart;
  }

  private static final Comparator<Entry> FIRST_DUE =
      (a, b) ->
          a.nextTry != b.nextTry
              ? Long.signum(a.nextTry - b.nextTry)
              : Long.compare(a.sequence, b.sequence);

  private final Map<Side, Map<String, Shelf>> shelves = new EnumMap<>(Side.class);
  private final Map<Side, TreeSet<Entry>> waiting = new EnumMap<>(Side.class);
  private long sequence = TOO_EARLY;
  private int size;

  Entries() {
    for (Side side : Side.values()) {
      shelves.put(side, new TreeMap<>());
      waiting.put(side, new TreeSet<>(FIRST_DUE));
    }
  }

  int size() {
    return size;
  }

  @Nullable Entry of(Side from, Item item) {
    Shelf shelf = shelves(from).get(item.store());
    return shelf == null ? null : shelf.entries.get(item.key());
  }

  /** A write of the item begins. */
  Entry open(Side from, Item item, long now) {
    Shelf shelf = shelves(from).computeIfAbsent(item.store(), store -> new Shelf());
    Entry entry = shelf.entries.get(item.key());
    if (entry == null) {
      entry = new Entry(from, item, now);
      shelf.entries.put(item.key(), entry);
      size++;
    }
    waiting(from).remove(entry);
    takeBack(entry);
    entry.writesUnderWay++;
    entry.sequence = ++sequence;
    return entry;
  }

  /** A write of the item has ended, or may have. */
  void ended(Entry entry, long nextTry, long inDoubtUntil) {
    // One that did not fit when it began may fit when it ends.
    entry.writesUnderWay = Math.max(0, entry.writesUnderWay - 1);
    waiting(entry.from).remove(entry);
    if (inDoubtUntil - entry.inDoubtUntil > 0) {
      entry.inDoubtUntil = inDoubtUntil;
    }
    at(entry, nextTry);
  }

  /** Not struck off, but not refused either. */
  void again(Entry entry, long nextTry) {
    waiting(entry.from).remove(entry);
    takeBack(entry);
    at(entry, nextTry);
  }

  void failed(Entry entry, Ledger.Failed how, long now) {
    waiting(entry.from).remove(entry);
    if (how.refused()) {
      entry.refusals++;
    }
    entry.error = how.error();
    if (how.apart(entry.refusals) && entry.writesUnderWay == 0 && !entry.apart) {
      entry.apart = true;
      shelf(entry).apart++;
    }
    at(entry, now + how.pause(Math.max(1, entry.refusals)).toNanos());
  }

  void remove(Entry entry) {
    waiting(entry.from).remove(entry);
    takeBack(entry);
    shelf(entry).entries.remove(entry.item.key());
    size--;
  }

  /**
   * @param hurried also what is to be tried later, but for what is in doubt: before that is over a
   *     settling is worth nothing
   */
  List<Entry> due(Side from, Set<String> stores, int atMost, boolean hurried, long now) {
    List<Entry> due = new ArrayList<>();
    for (Entry entry : waiting(from)) {
      boolean time = entry.nextTry - now <= 0;
      if (due.size() == atMost || !(time || hurried)) {
        break;
      }
      if (stores.contains(entry.item.store()) && (time || now - entry.inDoubtUntil >= 0)) {
        due.add(entry);
      }
    }
    return due;
  }

  void claim(Entry entry, long until) {
    waiting(entry.from).remove(entry);
    at(entry, until);
  }

  List<Ledger.Count> counts(Side from, long now) {
    List<Ledger.Count> counts = new ArrayList<>();
    shelves(from)
        .forEach((store, shelf) -> {
          if (!shelf.entries.isEmpty()) {
            Entry oldest = shelf.entries.values().iterator().next();
            long age = Duration.ofNanos(now - oldest.since).toMillis();
            counts.add(new Ledger.Count(store, shelf.entries.size(), shelf.apart, age));
          }
        });
    return counts;
  }

  List<Entry> oldest(Side from, int atMost) {
    List<Entry> oldest = new ArrayList<>();
    for (Shelf shelf : shelves(from).values()) {
      shelf.entries.values().stream().limit(atMost - oldest.size()).forEach(oldest::add);
    }
    return oldest;
  }

  List<Entry> apart(Side from) {
    return shelves(from).values().stream()
        .flatMap(shelf -> shelf.entries.values().stream())
        .filter(entry -> entry.apart)
        .toList();
  }

  List<Entry> all() {
    return shelves.values().stream()
        .flatMap(stores -> stores.values().stream())
        .flatMap(shelf -> shelf.entries.values().stream())
        .toList();
  }

  private void at(Entry entry, long nextTry) {
    entry.nextTry = nextTry;
    if (entry.writesUnderWay == 0 && !entry.apart) {
      waiting(entry.from).add(entry);
    }
  }

  private void takeBack(Entry entry) {
    if (entry.apart) {
      entry.apart = false;
      shelf(entry).apart--;
    }
    entry.refusals = 0;
  }

  private Shelf shelf(Entry entry) {
    return shelves(entry.from).computeIfAbsent(entry.item.store(), store -> new Shelf());
  }

  private Map<String, Shelf> shelves(Side side) {
    return shelves.computeIfAbsent(side, any -> new TreeMap<>());
  }

  private NavigableSet<Entry> waiting(Side side) {
    return waiting.computeIfAbsent(side, any -> new TreeSet<>(FIRST_DUE));
  }
}
