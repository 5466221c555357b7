package io.crossfade.transfer.compare;

import io.crossfade.model.Row;
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

  /** Characters in half a block. */
  private static final int HALF = 4;

  /** In place of a length. */
  private static final long NULL = -1;

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

  private void begin() {
    high = 0;
    low = 0;
    blocks = 0;
  }

  /** The length before it keeps values apart. */
  private void add(@Nullable String value) {
    if (value == null) {
      block(NULL, NULL);
      return;
    }
    int length = value.length();
    block(length, 0);
    for (int i = 0; i < length; i += 2 * HALF) {
      block(half(value, i, length), half(value, i + HALF, length));
    }
  }

  private static long half(String value, int from, int length) {
    long half = 0;
    for (int i = from; i < Math.min(from + HALF, length); i++) {
      half = half << 16 | value.charAt(i);
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

  private void end() {
    high ^= blocks;
    low ^= blocks;
    high += low;
    low += high;
    high = spread(high);
    low = spread(low);
    high += low;
    low += high;
  }

  private static long spread(long bits) {
    long k = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    k = (k ^ k >>> 33) * 0xc4ceb9fe1a85ec53L;
    return k ^ k >>> 33;
  }
}
