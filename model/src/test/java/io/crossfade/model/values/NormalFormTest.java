package io.crossfade.model.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFormTest {
  private static final Kind JSON = Kind.of(Family.JSON);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"b\": 1, \"a\": [1.0, 2.50, 1e2]}` | `{\"a\":[1,2.5,100],\"b\":1}`",
        "`{\"a\":1,\"a\":2}` | `{\"a\":2}`",
        "`\"\\u00e9\\/\"` | `\"\u00e9/\"`",
        "`[ ]` | `[]`",
        "`{ }` | `{}`",
        "`0.1` | `0.10`",
        "`18446744073709551615` | `18446744073709551615.0`",
        "`1.7976931348623157E308` | `1.7976931348623157e+308`",
        "`-0.0` | `0`",
        "`0.30000000000000004` | `0.3000000000000000444`",
        "`true` | ` true `",
      })
  void documentsThatMeanTheSameHaveOneText(String one, String other) {
    assertThat(NormalForm.of(one, JSON)).isEqualTo(NormalForm.of(other, JSON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`[1,2]` | `[2,1]`",
        "`{\"a\":null}` | `{}`",
        "`\"1\"` | `1`",
        "`9007199254740993` | `9007199254740992`",
        "`18446744073709551615` | `18446744073709551614`",
        "`\"a\"` | `\"A\"`",
        "`0.1` | `0.2`",
        "`[[1],2]` | `[[1,2]]`",
        "`{\"a\":\"b\\\"c\"}` | `{\"a\":\"b\",\"c\":1}`",
      })
  void othersHaveAnother(String one, String other) {
    assertThat(NormalForm.of(one, JSON)).isNotEqualTo(NormalForm.of(other, JSON));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {"{", "[1,]", "[,1]", "{\"a\"}", "1 2", "tru", "\"a", "01x", "`{\"a\":1,}`", "--1"})
  void whatIsNoDocumentStaysAsItIs(String text) {
    assertThat(NormalForm.of(text, JSON)).isEqualTo(text);
  }

  @Test
  void aDocumentThatIsNestedTooDeeplyStaysAsItIs() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(NormalForm.of(deep, JSON)).isEqualTo(deep);
  }

  @Test
  void blanksCountOnlyWhereTheEngineKeepsThem() {
    assertThat(NormalForm.of("a ", Kind.text(5).with(Trait.CUT))).isEqualTo("a");
    assertThat(NormalForm.of("a ", Kind.text(5).with(Trait.PADDED))).isEqualTo("a");
    assertThat(NormalForm.of("a ", Kind.text(5))).isEqualTo("a ");
  }

  @Test
  void numbersAreWhatTheyAreWorth() {
    assertThat(NormalForm.of("1.500", Kind.decimal(9, 3))).isEqualTo("1.5");
    assertThat(NormalForm.of("-0", Kind.floating(64))).isEqualTo("0");
    assertThat(NormalForm.of("NaN", Kind.decimal())).isEqualTo("NaN");
  }
}
