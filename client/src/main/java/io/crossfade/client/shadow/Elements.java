package io.crossfade.client.shadow;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares the elements of two collections so that one which is missing does not make all behind it
 * differ.
 */
final class Elements {
  /** Beyond it elements are compared by their place: each with each would take too long. */
  private static final int MOST_PAIRS = 40_000;

  private static final int MOST = 8;

  private final Differ differ;
  private final String path;
  private final String element;
  private final boolean ordered;

  Elements(Differ differ, String path, boolean ordered) {
    this.differ = differ;
    this.path = path;
    this.element = path + "[]";
    this.ordered = ordered;
  }

  void compare(List<?> primary, List<?> candidate, List<Difference> found) {
    int start = 0;
    int shorter = Math.min(primary.size(), candidate.size());
    while (start < shorter && differ.equal(element, primary.get(start), candidate.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && differ.equal(
            element,
            primary.get(primary.size() - 1 - end),
            candidate.get(candidate.size() - 1 - end))) {
      end++;
    }
    List<Object> left = new ArrayList<>(primary.subList(start, primary.size() - end));
    List<Object> right = new ArrayList<>(candidate.subList(start, candidate.size() - end));
    boolean moved = (long) left.size() * right.size() <= MOST_PAIRS && dropEqual(left, right);
    if (left.isEmpty() && right.isEmpty()) {
      if (ordered && moved) {
        found.add(new Difference(path, Kind.ORDER, primary, candidate));
      }
      return;
    }
    pair(left, right, found);
  }

  /** Whether there were any. */
  private boolean dropEqual(List<Object> left, List<Object> right) {
    return left.removeIf(one -> {
      for (int i = 0; i < right.size(); i++) {
        if (differ.equal(element, one, right.get(i))) {
          right.remove(i);
          return true;
        }
      }
      return false;
    });
  }

  /** What is left differs; each is compared with the one that it is most like. */
  private void pair(List<Object> left, List<Object> right, List<Difference> found) {
    for (Object one : left) {
      if (found.size() >= MOST) {
        return;
      }
      int nearest = nearest(one, right, left.size() == right.size());
      if (nearest < 0) {
        found.add(new Difference(element, Kind.MISSING, one, null));
      } else {
        found.addAll(differ.at(element, one, right.remove(nearest)));
      }
    }
    for (Object other : right) {
      if (found.size() < MOST) {
        found.add(new Difference(element, Kind.EXTRA, null, other));
      }
    }
  }

  private int nearest(Object one, List<Object> right, boolean anyhow) {
    int nearest = -1;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < Math.min(right.size(), MOST); i++) {
      List<Difference> differences = differ.at(element, one, right.get(i));
      boolean whole = differences.stream().anyMatch(d -> d.path().equals(element));
      int apart = whole ? MOST + 1 : differences.size();
      if (apart < fewest && (anyhow || !whole)) {
        nearest = i;
        fewest = apart;
      }
    }
    return nearest;
  }
}
