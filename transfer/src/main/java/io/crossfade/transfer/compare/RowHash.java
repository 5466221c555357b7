package io.crossfade.transfer.compare;

import io.crossfade.model.Row;
import io.crossfade.model.values.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of a list of values, by the mixing of MurmurHash3: quick, and even enough that a chance
 * collision need not be feared. Nobody who wants one is expected: it compares two databases of one
 * owner. One thread.
 */
final class RowHash {
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Bytes in half a block. */
  private static final int HALF = Long.BYTES;

  /** In place of a length. */
  private static final long NULL = -1;

  private final Utf8 utf8 = new Utf8();
  private long high;
  private long low;
  private long blocks;

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  void of(Row row) {
    begin();
    for (int i = 0; i < row.size(); i++) {
      add(row.value(i));
    }
    end();
  }

  void of(List<String> values) {
    begin();
    values.forEach(this::add);
    end();
  }

  void begin() {
    high = 0;
    low = 0;
    blocks = 0;
  }

  void addNull() {
    block(NULL, NULL);
  }

  /** The length before it keeps values apart. */
  void add(byte[] bytes, int from, int to) {
    block(to - from, half(bytes, from, to));
    for (int i = from + HALF; i < to; i += 2 * HALF) {
      block(half(bytes, i, to), half(bytes, i + HALF, to));
    }
  }

  void end() {
    high ^= blocks;
    low ^= blocks;
    high += low;
    low += high;
    high = spread(high);
    low = spread(low);
    high += low;
    low += high;
  }

  private void add(@Nullable String value) {
    if (value == null) {
      addNull();
    } else {
      int length = utf8.encode(value);
      add(utf8.bytes(), 0, length);
    }
  }

  private static long half(byte[] bytes, int from, int to) {
    int left = to - from;
    if (left >= HALF) {
      return (long) LONGS.get(bytes, from);
    }
    if (left <= 0) {
      return 0;
    }
    if (from + HALF <= bytes.length) {
      return (long) LONGS.get(bytes, from) & (1L << Byte.SIZE * left) - 1;
    }
    long half = 0;
    for (int i = to - 1; i >= from; i--) {
      half = half << Byte.SIZE | bytes[i] & 0xff;
    }
    return half;
  }

  private void block(long k1, long k2) {
    high ^= Long.rotateLeft(k1 * C1, 31) * C2;
    high = (Long.rotateLeft(high, 27) + low) * 5 + 0x52dce729;
    low ^= Long.rotateLeft(k2 * C2, 33) * C1;
    low = (Long.rotateLeft(low, 31) + high) * 5 + 0x38495ab5;
    blocks++;
  }

  private static long spread(long bits) {
    long k = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    k = (k ^ k >>> 33) * 0xc4ceb9fe1a85ec53L;
    return k ^ k >>> 33;
  }
}
