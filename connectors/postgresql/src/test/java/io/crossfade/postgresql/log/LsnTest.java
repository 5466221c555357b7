package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {
  @Test
  void readsAndWritesTheServersSpelling() {
    assertThat(Lsn.parse("16/B374D848").value()).isEqualTo(0x16B374D848L);
    assertThat(new Lsn(0x16B374D848L).encode()).isEqualTo("16/B374D848");
    assertThat(Lsn.parse("0/0")).isEqualTo(Lsn.ZERO);
    assertThat(Lsn.parse("0/000000FF").encode()).isEqualTo("0/FF");
    assertThat(Lsn.parse("FFFFFFFF/FFFFFFFF").encode()).isEqualTo("FFFFFFFF/FFFFFFFF");
  }

  @Test
  void isOrderedAsUnsignedNumber() {
    assertThat(Lsn.parse("0/FFFFFFFF")).isLessThan(Lsn.parse("1/0"));
    assertThat(Lsn.parse("7FFFFFFF/FFFFFFFF")).isLessThan(Lsn.parse("80000000/0"));
    assertThat(Lsn.parse("9/0")).isLessThan(Lsn.parse("10/0"));
    assertThat(Lsn.parse("80000000/0").max(Lsn.parse("1/0")).encode()).isEqualTo("80000000/0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "16/", "/1", "16/G", "1/123456789", "-1/0"})
  void refusesWhatIsNoPosition(String text) {
    assertThatThrownBy(() -> Lsn.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
