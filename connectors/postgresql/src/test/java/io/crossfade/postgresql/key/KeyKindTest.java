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

  @Test
  void onlyTypesWithAProvableOrderHaveAKind() {
    assertThat(KeyKind.of("character varying(40)")).contains(KeyKind.TEXT);
    assertThat(KeyKind.of("uuid")).contains(KeyKind.UUID_OR_BYTES);
    assertThat(KeyKind.of("character varying(40)[]")).isEmpty();
    assertThat(KeyKind.of("character(5)")).isEmpty();
    assertThat(KeyKind.of("numeric")).isEmpty();
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
