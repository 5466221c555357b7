package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
  /**
   * Computed with zlib, so that other routers can be held to the same numbers: HAProxy's {@code
   * str(shop:),concat(,txn.key),crc32,mod(10000)} is one.
   */
  @ParameterizedTest
  @CsvSource({
    "shop, 'customer-1', 4481",
    "shop, 'customer-42', 8909",
    "shop, 'Zürich', 267",
    "shop, '', 3527",
    "shop, 'a', 6610",
    "shop, 'anna@example.org', 4279",
    "shop, '0', 5168",
    "shop, '日本', 1388",
    "stock, 'customer-1', 955",
    "s, '😀', 5283"
  })
  void agreesWithTheCrc32OfOtherRouters(String migration, String key, int bucket) {
    assertThat(Buckets.bucket(migration, key)).isEqualTo(bucket);
  }

  @Test
  void takesAboutThePercentageOfAllKeys() {
    for (int percent : new int[] {0, 1, 10, 50, 99, 100}) {
      long within =
          IntStream.range(0, 100_000)
              .filter(i -> Buckets.within(percent, "shop", "customer-" + i))
              .count();
      assertThat(within / 1000.0)
          .isBetween(Math.max(0, percent - 0.5), Math.min(100, percent + 0.5));
    }
  }

  @Test
  void keepsWhoBelongedToASmallerPercentage() {
    for (int i = 0; i < 2_000; i++) {
      boolean before = false;
      for (int percent = 0; percent <= 100; percent++) {
        boolean now = Buckets.within(percent, "shop", "customer-" + i);
        assertThat(now || !before).as("customer-%d at %d %%", i, percent).isTrue();
        before = now;
      }
      assertThat(before).isTrue();
    }
  }
}
