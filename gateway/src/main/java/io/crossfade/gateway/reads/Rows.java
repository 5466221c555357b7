package io.crossfade.gateway.reads;

import io.crossfade.gateway.wire.Texts;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of an answer, as text. Of a large answer only what it is like is kept: how many rows,
/// and a checksum.
public final class Rows {
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_BYTES = 256 * 1024;
  private static final long PRIME = 0x100_0000_01b3L;
  private static final long BASIS = 0xcbf2_9ce4_8422_2325L;

  private final boolean ordered;
  private final List<String> columns = new ArrayList<>();
  private final List<Map<String, @Nullable String>> rows = new ArrayList<>();
  private long count;
  private long bytes;
  private long checksum;

  /// @param ordered whether the checksum depends on the order of the rows
  public Rows(boolean ordered) {
    this.ordered = ordered;
  }

  /// The body of a RowDescription.
  public void described(ByteBuf body) {
    for (int left = body.readUnsignedShort(); left > 0; left--) {
      String name = Texts.read(body);
      columns.add(columns.contains(name) ? name + " " + (columns.size() + 1) : name);
      body.skipBytes(18);
    }
  }

  /// The body of a DataRow.
  public void row(ByteBuf body) {
    count++;
    bytes += body.readableBytes();
    long hash = hash(body);
    checksum = ordered ? (checksum ^ hash) * PRIME : checksum + hash;
    if (isLarge()) {
      rows.clear();
    } else {
      rows.add(values(body));
    }
  }

  /// What is compared.
  public Object answer() {
    if (isLarge()) {
      return Map.of("number of rows", count, "checksum of all rows", "%016x".formatted(checksum));
    }
    return rows;
  }

  private boolean isLarge() {
    return count > MOST_ROWS || bytes > MOST_BYTES;
  }

  private Map<String, @Nullable String> values(ByteBuf body) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    int all = body.readUnsignedShort();
    for (int i = 0; i < all; i++) {
      int length = body.readInt();
      values.put(
          i < columns.size() ? columns.get(i) : "column " + (i + 1),
          length < 0 ? null : body.readCharSequence(length, StandardCharsets.UTF_8).toString());
    }
    return values;
  }

  private static long hash(ByteBuf body) {
    long hash = BASIS;
    for (int i = body.readerIndex(); i < body.writerIndex(); i++) {
      hash = (hash ^ body.getByte(i)) * PRIME;
    }
    return hash;
  }
}
