package io.crossfade.model.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It has to say the same as {@link NormalForm}, which knows no short cuts. */
class NormalBytesTest {
  private static final Kind JSON = Kind.of(Family.JSON);
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\"a\"",
    "\"b\"",
    "\"ab\"",
    "\"é\"",
    "\"\\u00e9\"",
    "\"\\ud800\"",
    "\"!\"",
    "true",
    "false",
    "null",
    "0",
    "-0",
    "7",
    "-12",
    "1.5",
    "1.50",
    "0.25",
    "-0.5",
    "007",
    "1e3",
    "1E-2",
    "123456789012345678",
    "12345678901234567890",
    "0.1234567890123456",
    ".",
    "-",
    "\t",
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.00",
        "-0.00",
        "1",
        "10",
        "100.00",
        "12.30",
        "12.3",
        "-12.30",
        "-0.5",
        "0.5",
        "007",
        "00.10",
        "-007.50",
        ".5",
        "",
        "NaN",
        "Infinity",
        "-Infinity",
        "123456789012345678901234567890.000000000010"
      })
  void decimalsAreAsInTheirNormalForm(String text) {
    assertThat(normal(text, Kind.decimal())).isEqualTo(NormalForm.of(text, Kind.decimal()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0", "0", "-0.5", "NaN", "1e+20"})
  void floatsAreAsInTheirNormalForm(String text) {
    assertThat(normal(text, Kind.floating(64))).isEqualTo(NormalForm.of(text, Kind.floating(64)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a  ", " a b ", "é "})
  void textsEndBeforeTheirBlanksWhereTheyArePadded(String text) {
    for (Kind kind : new Kind[] {Kind.text(10), Kind.text(10).with(Trait.PADDED)}) {
      assertThat(normal(text, kind)).isEqualTo(NormalForm.of(text, kind));
    }
  }

  @Test
  void documentsAreAsInTheirNormalForm() {
    Random random = new Random(1);
    int simple = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = i % 3 == 0 ? pieces(random) : document(random, 0);
      Utf8 expected = new Utf8();
      int length = expected.encode(NormalForm.of(text, JSON));
      assertThat(bytes(text, JSON)).as(text).isEqualTo(Arrays.copyOf(expected.bytes(), length));
      JsonBytes bytes = new JsonBytes();
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      simple += bytes.read(utf8, 0, utf8.length) ? 1 : 0;
    }
    assertThat(simple).as("read by the short cut").isGreaterThan(2_000);
  }

  @Test
  void halvesOfCharactersAreKeptApart() {
    byte[] one = bytes("\"\\ud800\"");
    byte[] other = bytes("\"\\ud801\"");
    assertThat(one).isNotEqualTo(other).isNotEqualTo(bytes("\"?\""));
  }

  private static String pieces(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static String document(Random random, int depth) {
    int kind = depth > 3 ? 0 : random.nextInt(4);
    String blank = random.nextInt(3) == 0 ? " " : "";
    if (kind < 2) {
      return blank + PIECES[7 + random.nextInt(PIECES.length - 10)] + blank;
    }
    StringJoiner parts =
        kind == 2
            ? new StringJoiner(",", "[", "]")
            : new StringJoiner("," + blank, "{", blank + "}");
    for (int i = random.nextInt(6); i > 0; i--) {
      String value = document(random, depth + 1);
      parts.add(kind == 2 ? value : "\"" + name(random) + "\":" + value);
    }
    return parts.toString();
  }

  private static String name(Random random) {
    String letters = "ab!\"z".substring(0, random.nextInt(10) == 0 ? 3 : 2) + random.nextInt(30);
    return random.nextBoolean() ? letters : letters + "x".repeat(random.nextInt(3));
  }

  private static String normal(String text, Kind kind) {
    return new String(bytes(text, kind), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String document) {
    return bytes(document, JSON);
  }

  /** With others around it, which it must not see. */
  private static byte[] bytes(String text, Kind kind) {
    byte[] utf8 = ("9" + text + "0 ").getBytes(StandardCharsets.UTF_8);
    NormalBytes normal = new NormalBytes(kind);
    normal.of(utf8, 1, utf8.length - 2);
    return Arrays.copyOfRange(normal.bytes(), normal.from(), normal.to());
  }
}
