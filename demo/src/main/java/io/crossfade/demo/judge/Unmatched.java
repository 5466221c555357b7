package io.crossfade.demo.judge;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of one table that have no equal on the other side so far. Both dumps are ordered, so that a
/// row that is missing on one side shifts the two against each other, and this holds no more rows
/// than that.
final class Unmatched {
  private static final int LONGEST_EXAMPLE = 160;

  private final int keys;
  private final Map<String, Integer> onSource = new LinkedHashMap<>();
  private final Map<String, Integer> onTarget = new LinkedHashMap<>();

  /// @param keys how many of the first columns are the key
  Unmatched(int keys) {
    this.keys = keys;
  }

  /// Takes all rows of both sides. Returns how many pairs they were.
  long pairAll(Rows left, Rows right) throws SQLException {
    long pairs = 0;
    byte[] source = left.next();
    byte[] target = right.next();
    while (source != null || target != null) {
      pair(source, target);
      pairs++;
      source = source == null ? null : left.next();
      target = target == null ? null : right.next();
    }
    return pairs;
  }

  /// Takes the next row of each side; null where a side has no more.
  private void pair(byte @Nullable [] source, byte @Nullable [] target) {
    if (source != null && target != null && Arrays.equals(source, target)) {
      return;
    }
    if (source != null) {
      match(text(source), onTarget, onSource);
    }
    if (target != null) {
      match(text(target), onSource, onTarget);
    }
  }

  /// What differs, by key: the row on the source and the row on the target, `-` where there is
  /// none.
  private Map<String, String> differences() {
    Map<String, String> targets = byKey(onTarget);
    Map<String, String> differences = new LinkedHashMap<>();
    byKey(onSource)
        .forEach((key, row) -> {
          String other = targets.remove(key);
          differences.put(key, row + "  |  " + (other == null ? "-" : other));
        });
    targets.forEach((key, row) -> differences.put(key, "-  |  " + row));
    return differences;
  }

  /// One line for each row that differs.
  List<String> examples(String table) {
    List<String> examples = new ArrayList<>();
    differences()
        .forEach((key, rows) -> {
          String text = table + " [" + key + "]: " + rows;
          examples.add(
              text.length() <= LONGEST_EXAMPLE ? text : text.substring(0, LONGEST_EXAMPLE) + "...");
        });
    return examples;
  }

  private static void match(String row, Map<String, Integer> others, Map<String, Integer> own) {
    Integer count = others.get(row);
    if (count == null) {
      own.merge(row, 1, Integer::sum);
    } else if (count == 1) {
      others.remove(row);
    } else {
      others.put(row, count - 1);
    }
  }

  /// Equal rows under one key, which only a broken key allows, are told apart by their number.
  private Map<String, String> byKey(Map<String, Integer> rows) {
    Map<String, String> byKey = new LinkedHashMap<>();
    rows.forEach((row, count) -> {
      String[] columns = row.split("\t", keys + 1);
      String key = String.join("\t", Arrays.copyOf(columns, Math.min(keys, columns.length)));
      String free = key;
      for (int n = 2; byKey.containsKey(free); n++) {
        free = key + " #" + n;
      }
      byKey.put(free, count == 1 ? row : row + " (" + count + " times)");
    });
    return byKey;
  }

  private static String text(byte[] row) {
    String text = new String(row, StandardCharsets.UTF_8);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
