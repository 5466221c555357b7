package io.crossfade.model.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
  private static final Map<String, Kind> OTHERS =
      Map.ofEntries(
          Map.entry("unsigned", Kind.unsigned(64)),
          Map.entry("unsigned int", Kind.unsigned(32)),
          Map.entry("tiny", Kind.integer(8)),
          Map.entry("flag", Kind.of(Family.FLAG)),
          Map.entry("year", Kind.of(Family.YEAR)),
          Map.entry("finite double", Kind.floating(64).with(Trait.FINITE)),
          Map.entry("finite float", Kind.floating(32).with(Trait.FINITE)),
          Map.entry("finite numeric", Kind.decimal(65, 30).with(Trait.FINITE)),
          Map.entry("bit", Kind.bits(1)),
          Map.entry("bit(12)", Kind.bits(12)),
          Map.entry("varbit", Kind.bits(0).with(Trait.VARYING)),
          Map.entry("varbit(12)", Kind.bits(12).with(Trait.VARYING)),
          Map.entry("bytes", Kind.bytes()),
          Map.entry("bytes(2)", Kind.bytes(2)),
          Map.entry("filled(3)", Kind.bytes(3).with(Trait.FILLED)),
          Map.entry("uuid", Kind.of(Family.UUID)),
          Map.entry("json", Kind.of(Family.JSON)),
          Map.entry("json with nul", Kind.of(Family.JSON).with(Trait.NUL)),
          Map.entry("text with nul", Kind.text().with(Trait.NUL)),
          Map.entry("cut(5)", Kind.text(5).with(Trait.CUT)),
          Map.entry("long time", Kind.time(Family.TIME, 6).with(Trait.BEYOND_DAY)),
          Map.entry("long time(0)", Kind.time(Family.TIME, 0).with(Trait.BEYOND_DAY)),
          Map.entry("interval", Kind.time(Family.INTERVAL, 6)),
          Map.entry("zero date", Kind.of(Family.DATE).with(Trait.ZEROS, Trait.FINITE)),
          Map.entry(
              "zero datetime", Kind.time(Family.TIMESTAMP, 6).with(Trait.ZEROS, Trait.FINITE)),
          Map.entry(
              "zero datetime(0)", Kind.time(Family.TIMESTAMP, 0).with(Trait.ZEROS, Trait.FINITE)),
          Map.entry("zero instant", Kind.time(Family.INSTANT, 6).with(Trait.ZEROS, Trait.FINITE)),
          Map.entry("enum", Kind.labelled(Family.ENUMERATION, List.of("new", "paid"))),
          Map.entry("set", Kind.labelled(Family.SET, List.of("a", "b", "c"))),
          Map.entry("array", Kind.opaque("integer[]")));

  private static Kind kind(String name) {
    return OTHERS.getOrDefault(name, NamedKinds.of(name));
  }

  private static Conversion between(String from, String to) {
    return Conversion.between(kind(from), kind(to)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unsigned | numeric(20) | 18446744073709551615 | 18446744073709551615",
        "numeric(20) | unsigned | 18446744073709551615 | 18446744073709551615",
        "unsigned | bigint | 9223372036854775807 | 9223372036854775807",
        "bigint | unsigned | 0 | 0",
        "tiny | smallint | -128 | -128",
        "bigint | integer | -2147483648 | -2147483648",
        "integer | numeric(12,2) | 5 | 5.00",
        "numeric(12,2) | integer | 2.50 | 3",
        "numeric(12,2) | integer | -2.50 | -3",
        "integer | double precision | 16777217 | 16777217",
        "flag | boolean | 1 | t",
        "flag | boolean | 0 | f",
        "boolean | flag | t | 1",
        "boolean | flag | f | 0",
        "flag | smallint | -128 | -128",
        "bit | boolean | 1 | t",
        "boolean | bit | f | 0",
        "finite numeric | numeric | 99999999999999999999999999999999999.999999999999999999999999999999 | 99999999999999999999999999999999999.999999999999999999999999999999",
        "numeric | finite numeric | 1.5 | 1.500000000000000000000000000000",
        "numeric | finite numeric | 1e-31 | 0.000000000000000000000000000000",
        "numeric(10,4) | numeric(10,2) | 0.0050 | 0.01",
        "double precision | finite double | -0 | -0",
        "double precision | finite double | 1.7976931348623157e+308 | 1.7976931348623157e+308",
        "double precision | real | 0.1 | 0.1",
        "real | double precision | 0.1 | 0.1",
        "double precision | numeric | 1e-7 | 0.0000001",
        "year | smallint | 2155 | 2155",
        "year | smallint | 0000 | 0",
        "smallint | year | 0 | 0000",
        "bit(12) | varbit | 000000000101 | 000000000101",
        "bit(12) | bytes | 111100000101 | \\x0f05",
        "bytes | bit(12) | \\x0f05 | 111100000101",
        "bit(12) | integer | 111111111111 | 4095",
        "integer | bit(12) | 5 | 000000000101",
        "long time | interval | -838:59:59.000001 | -838:59:59.000001",
        "interval | long time | 838:59:59 | 838:59:59",
        "long time | time | 23:59:59.999999 | 23:59:59.999999",
        "long time | time | 24:00:00 | 24:00:00",
        "time | long time(0) | 23:59:59.5 | 24:00:00",
        "long time | long time(0) | 100:00:00.4 | 100:00:00",
        "zero date | date | 9999-12-31 | 9999-12-31",
        "zero date | timestamp | 2024-02-29 | 2024-02-29 00:00:00",
        "zero datetime | timestamp | 2024-02-29 12:34:56.789 | 2024-02-29 12:34:56.789",
        "timestamp | zero datetime(0) | 2024-12-31 23:59:59.5 | 2025-01-01 00:00:00",
        "zero datetime | timestamptz | 2024-02-29 12:34:56 | 2024-02-29 12:34:56+00",
        "timestamptz | zero datetime | 2024-02-29 12:34:56.5+00 | 2024-02-29 12:34:56.5",
        "zero instant | timestamptz | 2038-01-19 03:14:07+00 | 2038-01-19 03:14:07+00",
        "timestamp | timestamptz | infinity | infinity",
        "timestamp | timestamptz | 0044-03-15 12:00:00 BC | 0044-03-15 12:00:00+00 BC",
        "timestamptz | date | 2024-02-29 23:59:59.9+00 | 2024-02-29",
        "enum | text | paid | paid",
        "text | enum | new | new",
        "set | text | a,c | a,c",
        "text | set | c,a,c | a,c",
        "text | set | `` | ``",
        "bytes | filled(3) | \\x010203 | \\x010203",
        "filled(3) | bytes | \\x010000 | \\x010000",
        "bytes | uuid | \\x000102030405060708090a0b0c0d0e0f | 00010203-0405-0607-0809-0a0b0c0d0e0f",
        "uuid | bytes | 00010203-0405-0607-0809-0a0b0c0d0e0f | \\x000102030405060708090a0b0c0d0e0f",
        "uuid | text | 00010203-0405-0607-0809-0a0b0c0d0e0f | 00010203-0405-0607-0809-0a0b0c0d0e0f",
        "boolean | text | t | true",
        "text | boolean | true | t",
        "character(5) | varchar(5) | `ab   ` | ab",
        "character(5) | cut(5) | `ab   ` | ab",
        "varchar(5) | cut(5) | `ab   ` | `ab   `",
        "text | character(2) | `ab   ` | `ab   `",
        "json with nul | json | `{\"a\": \"\\\\u0000\"}` | `{\"a\": \"\\\\u0000\"}`",
        "array | text | {1,NULL} | {1,NULL}",
        "text | array | {1,NULL} | {1,NULL}",
        "text | numeric(5,2) | 1.5 | 1.50",
      })
  void aValueBecomesTheSameOfAnotherKind(String from, String to, String value, String result)
      throws Refused {
    assertThat(between(from, to).apply(value)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unsigned | bigint | 9223372036854775808 | out of the column's range",
        "bigint | unsigned | -1 | out of the column's range",
        "numeric(20) | unsigned | 18446744073709551616 | out of the column's range",
        "integer | smallint | 32768 | out of the column's range",
        "numeric | finite numeric | NaN | out of the column's range",
        "numeric | finite numeric | 100000000000000000000000000000000000 | out of the column's range",
        "double precision | finite double | Infinity | out of the column's range",
        "double precision | finite float | 1e+39 | out of the column's range",
        "flag | boolean | 2 | neither 0 nor 1",
        "flag | boolean | -1 | neither 0 nor 1",
        "smallint | year | 1900 | out of the column's range",
        "varbit | bit(12) | 101 | 12 bits",
        "varbit | varbit(12) | 1111111111111 | 12 bits",
        "integer | bit(12) | 4096 | 12 bits",
        "integer | bit(12) | -1 | 12 bits",
        "long time | time | -00:00:01 | cast: interval",
        "long time | time | 24:00:00.000001 | cast: interval",
        "interval | long time | 1 day | hours, minutes and seconds alone",
        "interval | long time | 839:00:00 | longer than 838:59:59",
        "zero date | date | 0000-00-00 | zeroDates: asNull",
        "zero date | date | 2024-00-10 | zeroDates: asNull",
        "zero datetime | timestamp | 2024-01-00 12:00:00 | zeroDates: asNull",
        "zero instant | timestamptz | 0000-00-00 00:00:00+00 | zeroDates: asNull",
        "date | zero date | infinity | infinity",
        "date | zero date | 10000-01-01 | 1 to 9999",
        "timestamp | zero datetime | 0044-03-15 12:00:00 BC | 1 to 9999",
        "text | enum | gone | none of the labels",
        "text | set | a,x | none of the labels",
        "bytes | bytes(2) | \\x010203 | longer than 2",
        "bytes | filled(3) | \\x01 | shorter than 3",
        "bytes | uuid | \\x01 | 16 bytes",
        "text | uuid | 00010203-0405-0607-0809-0A0B0C0D0E0F | lower case",
        "text | varchar(3) | abcd | longer than 3",
        "text | varchar(3) | `abc ` | longer than 3",
        "text | json | {a: 1} | no JSON",
        "json with nul | json | `{\"a\": \"\\u0000\"}` | U+0000",
        "text | integer | 1x | no number",
      })
  void orIsRefusedWithAReasonThatDoesNotTellIt(String from, String to, String value, String why) {
    assertThatThrownBy(() -> between(from, to).apply(value))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(why)
        .message()
        .satisfies(
            said -> assertThat(said.replace("infinity is no date", "")).doesNotContain(value));
  }

  @Test
  void whatAColumnDoesNotTakeOfATextIsRefused() {
    assertThatThrownBy(() -> between("text with nul", "text").apply("a\0b"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("U+0000");
  }

  @Test
  void lettersBeyondTheFirstPlaneCountOnce() throws Refused {
    assertThat(between("text", "varchar(2)").apply("\uD83D\uDE00\uD83D\uDE00"))
        .isEqualTo("\uD83D\uDE00\uD83D\uDE00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer | bytes", "bytes | integer", "json | boolean", "date | integer", "array | integer",
        "integer | array", "uuid | bigint", "enum | json", "time | date", "bit(12) | boolean"
      })
  void someHaveNothingInCommon(String from, String to) {
    assertThat(Conversion.between(kind(from), kind(to))).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unsigned | numeric(20) | true",
        "numeric(20) | unsigned | true",
        "bigint | integer | true",
        "integer | numeric(10,2) | false",
        "zero datetime | timestamp | true",
        "timestamp | zero datetime(0) | false",
        "zero datetime | timestamptz | false",
        "cut(5) | varchar(5) | true",
        "varchar(5) | cut(5) | true",
        "character(5) | varchar(5) | false",
        "varchar(5) | character(5) | false",
        "filled(3) | bytes | true",
        "bytes | filled(3) | true",
        "uuid | cut(5) | true",
        "text | uuid | true",
        "flag | boolean | false",
        "enum | text | false",
        "double precision | finite double | false",
        "array | text | false",
      })
  void aKeyStaysLetterByLetterAndInItsOrder(String from, String to, boolean keeps) {
    assertThat(Conversion.keepsKeys(kind(from), kind(to))).isEqualTo(keeps);
  }

  @Test
  void nothingIsLookedAtWhereEverythingFits() {
    assertThat(between("integer", "bigint").isNothing()).isTrue();
    assertThat(between("unsigned int", "bigint").isNothing()).isTrue();
    assertThat(between("unsigned", "numeric(20)").isNothing()).isTrue();
    assertThat(between("varchar(5)", "text").isNothing()).isTrue();
    assertThat(between("bigint", "unsigned").isNothing()).isFalse();
  }
}
