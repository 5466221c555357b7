package io.crossfade.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote last and when, on one side, until it has arrived on the other side. Bounded: of the
 * keys that fell out only the newest write is kept, and it stands for every key that is unknown
 * here.
 */
final class OwnWrites {
  private final int limit;

  /** In the order of the writes. */
  private final Map<String, OwnWrite> byKey = new LinkedHashMap<>();

  private long last;
  private long arrived;
  private OwnWrite fallenOut = new OwnWrite(0);

  OwnWrites(int limit) {
    this.limit = limit;
  }

  /** To be called once a write has ended in the database. */
  synchronized void wrote(String key) {
    byKey.remove(key);
    byKey.put(key, new OwnWrite(++last));
    if (byKey.size() > limit) {
      Iterator<OwnWrite> oldest = byKey.values().iterator();
      fallenOut = oldest.next();
      oldest.remove();
    }
  }

  /** The write that a reader under this key must see and that is not known to have arrived. */
  synchronized @Nullable OwnWrite awaited(String key) {
    OwnWrite write = byKey.getOrDefault(key, fallenOut);
    return write.number <= arrived ? null : write;
  }

  /** The number of the last write: a position asked for now covers it. */
  synchronized long last() {
    return last;
  }

  /** Forgets all writes up to this number: they have arrived. */
  synchronized void arrived(long number) {
    arrived = Math.max(arrived, number);
    Iterator<OwnWrite> writes = byKey.values().iterator();
    while (writes.hasNext() && writes.next().number <= arrived) {
      writes.remove();
    }
  }

  /** A write that has ended. */
  static final class OwnWrite {
    private final long number;
    private volatile @Nullable Asked asked;

    OwnWrite(long number) {
      this.number = number;
    }

    /** The position that was asked for after it, or null. */
    @Nullable Asked asked() {
      return asked;
    }

    void asked(Asked position) {
      asked = position;
    }
  }

  /**
   * A position on the written side.
   *
   * @param covers the number of the last write that lies before it
   */
  record Asked(long covers, String position) {}
}
