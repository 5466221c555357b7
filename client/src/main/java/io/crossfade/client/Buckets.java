package io.crossfade.client;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Who belongs to a percentage. The same for every router, whatever it is made of, and monotone: who
 * belongs to 10 % belongs to 20 % as well.
 */
public final class Buckets {
  static final int BUCKETS = 10_000;

  private Buckets() {}

  /** CRC32 of {@code migration:key} in UTF-8, modulo 10000. */
  public static int bucket(String migration, String key) {
    CRC32 crc = new CRC32();
    crc.update((migration + ":" + key).getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % BUCKETS);
  }

  /** Whether this key belongs to the first {@code percent} of all keys. */
  public static boolean within(int percent, String migration, String key) {
    return bucket(migration, key) < first(percent);
  }

  /** How many buckets the first {@code percent} of all keys are in. */
  static int first(int percent) {
    return percent * (BUCKETS / 100);
  }
}
