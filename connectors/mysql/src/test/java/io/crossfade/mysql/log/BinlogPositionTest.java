package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BinlogPositionTest {
  private static final List<BinlogPosition> ASCENDING =
      List.of(
          BinlogPosition.ZERO,
          BinlogPosition.of("binlog.000001", 4),
          BinlogPosition.of("my.log.000009", 5_000_000_000L),
          BinlogPosition.of("binlog.000010", 4),
          BinlogPosition.of("binlog.1000000", 4));

  @Test
  void orderIsThatOfTheTextAndOfTheTransactions() {
    for (int i = 1; i < ASCENDING.size(); i++) {
      BinlogPosition one = ASCENDING.get(i - 1);
      BinlogPosition next = ASCENDING.get(i);
      assertThat(next.compareTo(one)).isPositive();
      assertThat(next.encode().compareTo(one.encode())).isPositive();
      assertThat(next.transaction()).isGreaterThan(one.transaction());
      assertThat(next.max(one)).isEqualTo(one.max(next)).isEqualTo(next);
    }
  }

  @Test
  void comesBackFromItsTextAndFromItsTransaction() {
    for (BinlogPosition position : ASCENDING) {
      assertThat(BinlogPosition.parse(position.encode())).isEqualTo(position);
      assertThat(BinlogPosition.ofTransaction(position.transaction())).isEqualTo(position);
    }
    assertThat(BinlogPosition.of("binlog.000012", 4711).encode())
        .isEqualTo("0000000012:000000004711");
  }

  @Test
  void refusesWhatIsNoPosition() {
    assertThatThrownBy(() -> BinlogPosition.parse("16/B374D848"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BinlogPosition.of("ibdata1", 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BinlogPosition(1, 1L << 40).transaction())
        .isInstanceOf(IllegalStateException.class);
  }
}
