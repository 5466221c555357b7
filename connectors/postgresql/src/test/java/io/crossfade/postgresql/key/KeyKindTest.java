package io.crossfade.postgresql.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyKindTest {
  private static final int[] POINTS = {
    'a', 'b', 0x7f, 0x80, 0x7ff, 0xe000, 0xffff, 0x10000, 0x10ffff
  };

  @Test
  void textIsOrderedByItsBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String a = text(random);
      String b = text(random);
      int byBytes =
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(KeyKind.TEXT.compare(a, b)))
          .as("%s, %s", a, b)
          .isEqualTo(Integer.signum(byBytes));
    }
  }

  @Test
  void integersAreOrderedByValueAndBytesByTheirDigits() {
    assertThat(KeyKind.INTEGER.compare("-10", "-9")).isNegative();
    assertThat(KeyKind.INTEGER.compare("9", "10")).isNegative();
    assertThat(KeyKind.UUID_OR_BYTES.compare("\\x7f", "\\x80")).isNegative();
    assertThat(KeyKind.UUID_OR_BYTES.compare("\\x80", "\\x8000")).isNegative();
  }

  /** As the server orders them. */
  @Test
  void numericsAreOrderedByValueAndHaveNamedEnds() {
    assertOrder(
        KeyKind.NUMERIC, "-Infinity", "-10.5", "-9", "0", "0.1", "9.99", "10", "Infinity", "NaN");
    assertThat(KeyKind.NUMERIC.compare("1.0", "1.00")).isZero();
    assertThat(KeyKind.NUMERIC.compare("NaN", "NaN")).isZero();
    assertThat(KeyKind.NUMERIC.compare("Infinity", "Infinity")).isZero();
  }

  @Test
  void momentsAreOrderedByTimeWhateverTheirYear() {
    assertOrder(
        KeyKind.MOMENT,
        "-infinity",
        "4714-11-24 BC",
        "0044-03-15 BC",
        "0044-04-01 BC",
        "0001-01-01",
        "2024-02-29",
        "10000-01-01",
        "5874897-12-31",
        "infinity");
    assertOrder(
        KeyKind.MOMENT,
        "0002-12-31 23:59:59.5+00 BC",
        "0001-01-01 00:00:00+00 BC",
        "0001-01-01 00:00:00.5+00 BC",
        "2024-02-29 12:34:56+00",
        "2024-02-29 12:34:56.1+00",
        "2024-02-29 12:34:56.12+00",
        "2024-02-29 12:34:56.2+00",
        "2024-02-29 12:34:57+00");
    assertOrder(
        KeyKind.MOMENT,
        "0001-01-01 00:00:00 BC",
        "0001-01-01 00:00:00.5 BC",
        "2024-02-29 12:34:56",
        "2024-02-29 12:34:56.1");
  }

  private static void assertOrder(KeyKind kind, String... ascending) {
    for (int i = 0; i < ascending.length; i++) {
      for (int j = 0; j < ascending.length; j++) {
        assertThat(Integer.signum(kind.compare(ascending[i], ascending[j])))
            .as("%s, %s", ascending[i], ascending[j])
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void onlyTypesWithAProvableOrderHaveAKind() {
    assertThat(KeyKind.of("character varying(40)")).contains(KeyKind.TEXT);
    assertThat(KeyKind.of("uuid")).contains(KeyKind.UUID_OR_BYTES);
    assertThat(KeyKind.of("character varying(40)[]")).isEmpty();
    assertThat(KeyKind.of("character(5)")).isEmpty();
    assertThat(KeyKind.of("numeric")).contains(KeyKind.NUMERIC);
    assertThat(KeyKind.of("numeric(12,2)")).contains(KeyKind.NUMERIC);
    assertThat(KeyKind.of("date")).contains(KeyKind.MOMENT);
    assertThat(KeyKind.of("timestamp without time zone")).contains(KeyKind.MOMENT);
    assertThat(KeyKind.of("timestamp(3) with time zone")).contains(KeyKind.MOMENT);
    assertThat(KeyKind.of("numeric(12,2)[]")).isEmpty();
    assertThat(KeyKind.of("date[]")).isEmpty();
    assertThat(KeyKind.of("interval")).isEmpty();
    assertThat(KeyKind.of("time with time zone")).isEmpty();
    assertThat(KeyKind.of("double precision")).isEmpty();
    assertThat(KeyKind.of("public.citext")).isEmpty();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
    }
    return text.toString();
  }
}
