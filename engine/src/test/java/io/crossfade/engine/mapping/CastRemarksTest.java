package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.NamedKinds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastRemarksTest {
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
    assertThat(CastRemarks.keepsKeyOrder(NamedKinds.of(from), NamedKinds.of(to))).isEqualTo(keeps);
  }
}
