package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
  /** Computed with zlib, so that other routers can be held to the same numbers. */
  @Test
  void agreesWithTheCrc32OfOtherRouters() {
    assertThat(Buckets.bucket("shop", "customer-1")).isEqualTo(4481);
    assertThat(Buckets.bucket("shop", "customer-42")).isEqualTo(8909);
    assertThat(Buckets.bucket("shop", "Zürich")).isEqualTo(267);
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
