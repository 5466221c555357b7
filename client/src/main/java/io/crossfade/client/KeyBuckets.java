package io.crossfade.client;

import java.util.zip.CRC32;

/**
 * {@link Buckets} of one migration, without an object for any key: the state of the checksum after
 * {@code migration:} is kept, and the key's UTF-8 is made one byte at a time.
 */
final class KeyBuckets {
  private static final int POLYNOMIAL = 0xEDB88320;
  private static final int[] TABLE = table();

  /** What {@code String.getBytes} writes for half a surrogate pair. */
  private static final int UNKNOWN = '?';

  private final int prefix;

  KeyBuckets(String migration) {
    prefix = update(~0, migration + ":");
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int b = 0; b < table.length; b++) {
      int crc = b;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      table[b] = crc;
    }
    return table;
  }

  /** The same as {@link Buckets#bucket}, which asks {@link CRC32}. */
  int bucket(String key) {
    return (int) ((~update(prefix, key) & 0xFFFFFFFFL) % Buckets.BUCKETS);
  }

  boolean within(int percent, String key) {
    return bucket(key) < Buckets.first(percent);
  }

  private static int update(int start, String text) {
    int crc = start;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        crc = step(crc, c);
      } else if (c < 0x800) {
        crc = step(step(crc, 0xC0 | (c >> 6)), tail(c));
      } else if (!Character.isSurrogate(c)) {
        crc = step(step(step(crc, 0xE0 | (c >> 12)), tail(c >> 6)), tail(c));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        crc = step(step(crc, 0xF0 | (point >> 18)), tail(point >> 12));
        crc = step(step(crc, tail(point >> 6)), tail(point));
      } else {
        crc = step(crc, UNKNOWN);
      }
    }
    return crc;
  }

  /** A byte that goes on with a sign. */
  private static int tail(int bits) {
    return 0x80 | (bits & 0x3F);
  }

  private static int step(int crc, int b) {
    return (crc >>> 8) ^ TABLE[(crc ^ b) & 0xFF];
  }
}
