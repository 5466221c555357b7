package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransactionIdsTest {
  private static final long EPOCH = 1L << 32;

  @Test
  void takesTheNearestFullId() {
    assertThat(new TransactionIds(1000).lift(990)).isEqualTo(990);
    assertThat(new TransactionIds(1000).lift(1010)).isEqualTo(1010);
    assertThat(new TransactionIds(5 * EPOCH + 1000).lift(990)).isEqualTo(5 * EPOCH + 990);
  }

  @Test
  void crossesTheWraparoundBothWays() {
    assertThat(new TransactionIds(3 * EPOCH - 2).lift(3)).isEqualTo(3 * EPOCH + 3);
    assertThat(new TransactionIds(3 * EPOCH + 3).lift((int) (EPOCH - 2))).isEqualTo(3 * EPOCH - 2);
  }

  @Test
  void copesWithIdsBeyondTheSignBit() {
    assertThat(new TransactionIds(0x1_8000_0005L).lift(0x7FFF_FFFF)).isEqualTo(0x1_7FFF_FFFFL);
    assertThat(new TransactionIds(0x1_7FFF_FFFFL).lift(0x8000_0005)).isEqualTo(0x1_8000_0005L);
  }

  @Test
  void followsTheLogAcrossManyEpochs() {
    TransactionIds ids = new TransactionIds(100);
    long expected = 100;
    for (int step = 0; step < 20; step++) {
      expected += 1_500_000_000L;
      assertThat(ids.lift((int) expected)).isEqualTo(expected);
      assertThat(ids.lift((int) (expected - 1000))).isEqualTo(expected - 1000);
    }
  }
}
