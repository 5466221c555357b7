package io.crossfade.memory;

import io.crossfade.model.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A row as bytes: what frames are made of, and digests are made from. */
final class RowBytes {
  private static final int NULL = -1;

  private RowBytes() {}

  static byte[] encode(Row row) {
    byte[][] values = new byte[row.size()][];
    int length = Integer.BYTES;
    for (int i = 0; i < values.length; i++) {
      String value = row.value(i);
      values[i] = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
      length += Integer.BYTES + values[i].length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).putInt(values.length);
    for (int i = 0; i < values.length; i++) {
      bytes.putInt(row.value(i) == null ? NULL : values[i].length).put(values[i]);
    }
    return bytes.array();
  }

  static Row decode(byte[] buffer, int offset, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    @Nullable String[] values = new @Nullable String[bytes.getInt()];
    for (int i = 0; i < values.length; i++) {
      int size = bytes.getInt();
      if (size != NULL) {
        byte[] value = new byte[size];
        bytes.get(value);
        values[i] = new String(value, StandardCharsets.UTF_8);
      }
    }
    return Row.of(values);
  }
}
