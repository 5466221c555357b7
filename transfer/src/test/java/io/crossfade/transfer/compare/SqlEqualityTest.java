package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.NamedKinds;
import io.crossfade.model.values.NormalForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlEqualityTest {
  @ParameterizedTest
  @CsvSource({
    "numeric, 1.00, 1",
    "'numeric(9,3)', 1.500, 1.5",
    "numeric, 100, 100",
    "numeric, -0.00, 0",
    "numeric, 0.000, 0",
    "numeric, NaN, NaN",
    "numeric, -Infinity, -Infinity",
    "double precision, -0, 0",
    "real, 1e+20, 1e+20",
    "character(5), 'ab   ', ab",
    "bpchar, '  a', '  a'",
    "character(2), '  ', ''",
    "text, '1.0 ', '1.0 '",
  })
  void equalValuesBecomeOneText(String type, String value, String canonical) {
    assertThat(NormalForm.of(value, NamedKinds.of(type))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"numeric(5,2)", "real", "double precision", "character(9)", "bpchar"})
  void someTypesPrintEqualValuesInSeveralWays(String type) {
    assertThat(SqlEquality.isLooser(NamedKinds.of(type))).isTrue();
  }

  @Test
  void othersDoNot() {
    assertThat(SqlEquality.isLooser(NamedKinds.of("text"))).isFalse();
    assertThat(SqlEquality.isLooser(NamedKinds.of("bigint"))).isFalse();
    assertThat(SqlEquality.isLooser(NamedKinds.of("numeric[]"))).isFalse();
  }
}
