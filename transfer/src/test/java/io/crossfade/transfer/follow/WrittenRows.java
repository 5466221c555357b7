package io.crossfade.transfer.follow;

import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the writes of a batch mean, in the plainest way: rows by key (the first column), each with a
 * column of its own (the last) that only an insert sets. A test's measure for cleverer ways.
 */
final class WrittenRows {
  private static final int OWN = 3;

  private final Map<String, String[]> rows = new TreeMap<>();
  private boolean missed;

  void apply(List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.Delete delete) {
        delete.keys().forEach(k -> rows.remove(only(k)));
      } else if (write instanceof Write.Upsert upsert) {
        upsert.rows().forEach(this::upsert);
      } else if (write instanceof Write.Insert insert) {
        insert.rows().forEach(this::insert);
      } else if (write instanceof Write.Patch patch) {
        patch.rows().forEach(r -> change(value(r, 0), r));
      } else if (write instanceof Write.Move move) {
        change(only(move.oldKey()), move.row());
      } else if (write instanceof Write.DeleteRange) {
        rows.clear();
      }
    }
  }

  boolean missed() {
    return missed;
  }

  Map<String, List<String>> content() {
    Map<String, List<String>> content = new TreeMap<>();
    rows.forEach((key, values) -> content.put(key, List.of(values)));
    return content;
  }

  /** Something that only this side knows about a row. */
  void annotate(String key, String value) {
    String[] row = rows.get(key);
    if (row != null) {
      row[OWN] = value;
    }
  }

  private void insert(Row row) {
    if (rows.containsKey(value(row, 0))) {
      throw new IllegalStateException("a row that was told as new is there");
    }
    upsert(row);
  }

  private void upsert(Row row) {
    String[] values = {"", "", "", "default"};
    for (int i = 0; i < row.size(); i++) {
      values[i] = value(row, i);
    }
    String[] before = rows.get(values[0]);
    if (before != null) {
      values[OWN] = before[OWN];
    }
    rows.put(values[0], values);
  }

  private void change(String key, Row row) {
    String[] values = rows.remove(key);
    if (values == null) {
      missed = true;
      return;
    }
    for (int i = 0; i < OWN; i++) {
      if (!row.isAbsent(i)) {
        values[i] = value(row, i);
      }
    }
    rows.put(values[0], values);
  }

  private static String value(Row row, int column) {
    return String.valueOf(row.value(column));
  }

  private static String only(Key key) {
    return key.values().get(0);
  }
}
