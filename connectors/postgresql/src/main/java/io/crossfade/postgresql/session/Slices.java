package io.crossfade.postgresql.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Many tables, a part at a time. A transaction needs a lock for each table, index and sequence that
 * it touches, and by default a server has room for a few thousand of them, for all sessions
 * together.
 */
public final class Slices {
  private Slices() {}

  public static <T> List<List<T>> of(List<T> all, int size) {
    List<List<T>> slices = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      slices.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return slices;
  }
}
