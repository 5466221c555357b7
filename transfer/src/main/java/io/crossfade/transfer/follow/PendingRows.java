package io.crossfade.transfer.follow;

import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last known state of the rows of one table within a batch. */
final class PendingRows {
  /**
   * @param replaced the row that was there before must go first, with whatever it holds
   * @param isNew there was no such row before, or it has gone
   * @param row null where no row is left
   */
  private record Last(boolean replaced, boolean isNew, @Nullable Row row) {}

  private final Map<Key, Last> rows = new LinkedHashMap<>();

  void put(Key key, Row row, boolean isNew) {
    Last last = rows.get(key);
    if (last == null) {
      rows.put(key, new Last(false, isNew, row));
    } else if (last.row() == null) {
      rows.put(key, new Last(last.replaced(), isNew, row));
    } else {
      rows.put(key, new Last(last.replaced(), last.isNew(), row.filledFrom(last.row())));
    }
  }

  void remove(Key key) {
    rows.put(key, new Last(true, false, null));
  }

  /**
   * No key occurs twice, so for keys the order does not matter but for deletes. New rows come last,
   * for other rows may have given up before what is unique in them.
   */
  void writeTo(TableMapping table, List<Write> writes) {
    List<Key> deletes = new ArrayList<>();
    List<Row> upserts = new ArrayList<>();
    List<Row> inserts = new ArrayList<>();
    Map<BitSet, List<Row>> patches = new LinkedHashMap<>();
    rows.forEach((key, last) -> {
      if (last.replaced()) {
        deletes.add(key);
      }
      Row row = last.row();
      if (row != null && row.isWhole()) {
        (last.isNew() ? inserts : upserts).add(row);
      } else if (row != null) {
        patches.computeIfAbsent(row.absentColumns(), b -> new ArrayList<>()).add(row);
      }
    });
    if (!deletes.isEmpty()) {
      writes.add(new Write.Delete(table, deletes));
    }
    if (!upserts.isEmpty()) {
      writes.add(new Write.Upsert(table, upserts));
    }
    patches.forEach((absent, patched) -> writes.add(new Write.Patch(table, absent, patched)));
    if (!inserts.isEmpty()) {
      writes.add(new Write.Insert(table, inserts));
    }
  }
}
