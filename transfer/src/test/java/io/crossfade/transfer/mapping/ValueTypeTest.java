package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.transfer.mapping.ValueType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypeTest {
  @Test
  void readsASpelledType() {
    assertThat(ValueType.of("Numeric(12, 2)"))
        .isEqualTo(new ValueType(Kind.DECIMAL, "numeric", List.of(12, 2)));
    assertThat(ValueType.of("timestamp(3) with time zone"))
        .isEqualTo(new ValueType(Kind.ZONED_TIMESTAMP, "timestamp with time zone", List.of(3)));
    assertThat(ValueType.of("integer[]").kind()).isEqualTo(Kind.OTHER);
    assertThat(ValueType.of("character(3)").kind()).isEqualTo(Kind.OTHER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer     | bigint       | true",
        "bigint      | smallint     | true",
        "integer     | text         | false",
        "integer     | numeric      | false",
        "varchar(10) | text         | true",
        "varchar(10) | varchar(20)  | true",
        "varchar(10) | varchar(5)   | false",
        "text        | varchar(10)  | false",
        "text        | character(9) | false",
        "uuid        | text         | false"
      })
  void knowsWhatKeepsTheOrderOfKeys(String from, String to, boolean keeps) {
    assertThat(ValueType.of(from).keepsKeyOrder(ValueType.of(to))).isEqualTo(keeps);
  }
}
