package io.crossfade.transfer.compare;

import io.crossfade.connector.Snapshot;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Workplace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads rows of one side as the written table has them, by their keys without its slice. Only whether they are
 * equal can be told of them: they are {@link Condensed}.
 */
record ReadRows(Side side, View view, Wanted wanted) implements Task<Map<Key, Row>> {
  private static final long serialVersionUID = 1;

  /** Which rows. */
  sealed interface Wanted extends java.io.Serializable {
    record Buckets(KeyRange range, int buckets, Set<Integer> wanted) implements Wanted {}

    /** As {@link Buckets}, where rows were digested by {@link ReadHashes}. */
    record Hashed(KeyRange range, int buckets, Set<Integer> wanted) implements Wanted {}

    /** Of these, the columns can be compared one by one. */
    record Keys(List<Key> keys) implements Wanted {}
  }

  @Override
  public Map<Key, Row> run(Workplace workplace) {
    Map<Key, Row> rows = new HashMap<>();
    Condensed condensed = new Condensed();
    boolean isSome = wanted instanceof Wanted.Keys;
    try (Snapshot snapshot =
        workplace.database(side).reader().snapshot(List.of(view.reading().from()))) {
      Consumer<Row> sink =
          read -> {
            Row row = view.finish(read);
            rows.put(view.keyOf(row), isSome ? condensed.byColumn(row) : condensed.asOne(row));
          };
      if (wanted instanceof Wanted.Buckets some) {
        snapshot.rows(
            view.reading(), view.there(some.range()), some.buckets(), some.wanted(), sink);
      } else if (wanted instanceof Wanted.Hashed some) {
        RowHash hash = new RowHash();
        snapshot.rows(
            view.reading(),
            view.there(some.range()),
            read -> {
              Row row = view.finish(read);
              Key key = view.keyOf(row);
              if (some.wanted().contains(ReadHashes.bucket(hash, key, some.buckets()))) {
                rows.put(key, condensed.asOne(row));
              }
            });
      } else if (wanted instanceof Wanted.Keys some) {
        snapshot.rows(view.reading(), some.keys().stream().map(view::there).toList(), sink);
      }
    }
    return rows;
  }
}
