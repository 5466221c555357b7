package io.crossfade.connector;

import io.crossfade.model.Boundary;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A consistent view, held for as short a time as possible.
 *
 * <p>Where a mapping is given, values come as the mapping's {@code Copied}, {@code Cast} and {@code
 * Constant} columns say, in that order; {@code Made} and {@code WhenMissing} columns are left out.
 */
public interface Snapshot extends AutoCloseable {
  Boundary boundary();

  /**
   * The log's end, read after the snapshot was taken: whatever the snapshot has seen lies before
   * it. When this returns, the log is flushed so far, so that no crash takes back what was seen;
   * ask for it last, when that has most likely happened by itself.
   */
  Position end();

  /**
   * Gives the range's rows as frames; returns how many rows.
   *
   * @param format one of {@link Reader#frameFormats}
   */
  long frames(TableMapping mapping, KeyRange range, String format, ByteSink sink);

  /** Gives the range's rows in canonical text, in no particular order. */
  void rows(TableMapping mapping, KeyRange range, Consumer<Row> sink);

  /**
   * As {@link #rows}, value by value, and for telling whether rows are equal only: a value that
   * would be refused is passed as it is. Columns whose zero dates become NULL are not for it.
   */
  default void texts(TableMapping mapping, KeyRange range, TextSink sink) {
    rows(
        mapping,
        range,
        row -> {
          for (int i = 0; i < row.size(); i++) {
            String value = row.value(i);
            if (value == null) {
              sink.nothing();
            } else {
              byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
              sink.value(bytes, 0, bytes.length);
            }
          }
          sink.end();
        });
  }

  /**
   * As {@link #rows}, only rows whose mapped key falls into one of the buckets of {@link #digest}.
   */
  void rows(
      TableMapping mapping, KeyRange range, int buckets, Set<Integer> wanted, Consumer<Row> sink);

  /** Gives the rows with these keys (of the table that is read), where they exist. */
  void rows(TableMapping mapping, List<Key> keys, Consumer<Row> sink);

  /**
   * Digests the range's rows, in buckets by a hash of the mapped key. Digests of two databases may
   * be compared where both readers have the same {@link Reader#digestFormat}. Buckets without rows
   * are left out.
   */
  List<BucketDigest> digest(TableMapping mapping, KeyRange range, int buckets);

  @Override
  void close();

  /** Takes bytes; they are only valid during the call. */
  interface ByteSink {
    void accept(byte[] buffer, int offset, int length);
  }
}
