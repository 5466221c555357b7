package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyBucketsTest {
  private static final String SIGNS = "aZ0-: é߿ࠀ語\uFFFF😀\uD83D\uDE00";

  /** Of texts with signs of one to four bytes, halves of pairs among them. */
  @Test
  void agreesWithBuckets() {
    Random random = new Random(6);
    for (String migration : new String[] {"shop", "größe", ""}) {
      KeyBuckets buckets = new KeyBuckets(migration);
      for (int i = 0; i < 5_000; i++) {
        StringBuilder key = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
          key.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        assertThat(buckets.bucket(key.toString()))
            .as("%s %s", migration, key)
            .isEqualTo(Buckets.bucket(migration, key.toString()));
      }
    }
  }
}
