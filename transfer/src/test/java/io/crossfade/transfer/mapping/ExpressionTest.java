package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions say about a row, in the canonical text of the written type. */
class ExpressionTest {
  private static final Table FROM =
      Tables.table(
          "public.t",
          "id bigint!",
          "n integer",
          "price numeric(12,2)",
          "ratio double precision",
          "name text",
          "ok boolean",
          "day date",
          "at timestamp without time zone",
          "zoned timestamp(3) with time zone",
          "nothing text",
          "uid uuid");

  private static final @Nullable String[] ROW = {
    "9007199254740993",
    "7",
    "12345678901.25",
    "0.1",
    "Ada",
    "t",
    "2024-02-29",
    "2024-02-29 23:59:59.5",
    "2024-02-29 12:00:00.123+00",
    null,
    "6f2c8a4e-0000-4000-8000-000000000001"
  };

  private static @Nullable String value(String type, String expression) {
    TableMapping mapping =
        new TableMapping(
            FROM,
            Tables.table("public.w", "id bigint!", "v " + type),
            List.of(new Copied("id", "id"), new Computed("v", expression)));
    return new RowMapper(mapping).map(Row.of(ROW.clone())).value(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bigint                   | id + 1                                  | 9007199254740994",
        "text                     | string(n) + name                        | 7Ada",
        "text                     | name.upperAscii()                       | ADA",
        "text                     | uid                                     | 6f2c8a4e-0000-4000-8000-000000000001",
        "uuid                     | uid                                     | 6f2c8a4e-0000-4000-8000-000000000001",
        "boolean                  | ok && n > 6                             | t",
        "boolean                  | !ok                                     | f",
        "numeric(14,2)            | price * 1.19                            | 14691357892.49",
        "numeric                  | price * 3 - 1                           | 37037036702.75",
        "numeric                  | price + price                           | 24691357802.50",
        "numeric(20,6)            | price / 3                               | 4115226300.416667",
        "numeric(6,1)             | -decimal('0.25')                        | -0.3",
        "numeric                  | decimal(ratio) + n                      | 7.1",
        "boolean                  | price == decimal('12345678901.250')     | t",
        "boolean                  | price > 5 && 5 < price && price >= 1.5  | t",
        "text                     | string(price)                           | 12345678901.25",
        "bigint                   | int(price)                              | 12345678901",
        "double precision         | ratio * 3.0                             | 0.30000000000000004",
        "double precision         | n                                       | 7",
        "double precision         | double(price) * 1e10                    | 1.234567890125e+20",
        "real                     | ratio                                   | 0.1",
        "date                     | day + duration('24h')                   | 2024-03-01",
        "date                     | at                                      | 2024-02-29",
        "timestamp                | at + duration('500ms')                  | 2024-03-01 00:00:00",
        "timestamptz              | zoned                                   | 2024-02-29 12:00:00.123+00",
        "timestamp(0)             | zoned + duration('400ms')               | 2024-02-29 12:00:01",
        "integer                  | day.getFullYear()                       | 2024",
        "text                     | name == 'Ada' ? 'x' : 'y'               | x",
        "text                     | coalesce(nothing, name)                 | Ada",
        "text                     | coalesce(nothing, '') + name            | Ada",
        "text                     | nothing == null ? 'none' : nothing      | none",
        "text                     | nothing != null ? nothing + '!' : name  | Ada",
      })
  void evaluates(String type, String expression, String expected) {
    assertThat(value(type, expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | name + nothing",
        "text | nothing",
        "text | null",
        "text | name == 'Ada' ? name : nothing",
        "text | coalesce(nothing, nothing)",
        "text | name != null ? name + nothing : ''"
      })
  void isNull(String type, String expression) {
    assertThat(value(type, expression)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "integer      | n / (n - 7)             | division by zero",
        "numeric      | price / 0               | division by zero",
        "bigint       | id * id                 | a number is too large",
        "integer      | id                      | the result does not fit the column's type",
        "numeric(4,2) | price                   | the result does not fit the column's type",
        "integer      | int(name)               | a value cannot be converted or is out of range",
        "numeric      | decimal(name)           | a value cannot be converted or is out of range",
        "text         | name.split('')[9]       | an index lies outside of the list or string",
        "text         | nothing == null ? nothing + name : name | an operator or function was given a NULL"
      })
  void saysWhyThereIsNoValue(String type, String expression, String why) {
    assertThatThrownBy(() -> value(type, expression))
        .isInstanceOf(CrossfadeException.class)
        .hasMessage(
            "the row of public.w with id=9007199254740993 has no value for column v: "
                + why
                + "; mend the row, and it goes on by itself; or abort, and change the mapping in the manifest");
  }

  @Test
  void cannotHoldInfiniteTimesButSaysSo() {
    @Nullable String[] row = ROW.clone();
    row[6] = "infinity";
    TableMapping mapping =
        new TableMapping(
            FROM,
            Tables.table("public.w", "id bigint!", "v date"),
            List.of(new Copied("id", "id"), new Computed("v", "day")));
    assertThatThrownBy(() -> new RowMapper(mapping).map(Row.of(row)))
        .hasMessageContaining("expressions cannot hold the value of column day")
        .hasMessageNotContaining("infinity");
  }
}
