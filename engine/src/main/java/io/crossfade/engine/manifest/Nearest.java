package io.crossfade.engine.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Finds what a user may have meant.
public final class Nearest {
  private Nearest() {}

  /// `did you mean X?`, or the list of what there is, or a sentence for an empty list.
  public static String suggestion(String written, Collection<String> known) {
    List<String> near =
        known.stream()
            .filter(k ->
                distance(written, k) <= Math.max(1, Math.min(written.length(), k.length()) / 3))
            .sorted(Comparator.comparingInt(k -> distance(written, k)))
            .limit(3)
            .toList();
    if (!near.isEmpty()) {
      return "did you mean " + String.join(" or ", near) + "?";
    }
    String some = known.stream().sorted().limit(12).collect(Collectors.joining(", "));
    return known.isEmpty()
        ? "there is none"
        : "there is " + some + (known.size() > 12 ? " and " + (known.size() - 12) + " more" : "");
  }

  /// How many characters have to be inserted, removed, replaced or swapped, ignoring case.
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
