package io.crossfade.postgresql.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyTextTest {

  @Test
  void serversEscapesAreUndone() {
    assertThat(split("a\\tb\t\\N\t\t\\\\N\t\\b\\f\\n\\r\\v\n", 5))
        .containsExactly("a\tb", null, "", "\\N", "\b\f\n\r\u000b");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws SQLException {
    Random random = new Random(3);
    String alphabet = "a\\N\t\n\r\b\"'é€\uD83D\uDE00";
    CopyLine line = new CopyLine();
    for (int i = 0; i < 2_000; i++) {
      @Nullable String[] values = new String[3];
      for (int column = 0; column < 3; column++) {
        values[column] = random.nextInt(5) == 0 ? null : value(random, alphabet);
        line.append(values[column]);
        line.tab();
      }
      line.end();
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      line.giveTo(written::write);
      assertThat(CopyText.split(written.toByteArray(), 3)).containsExactly(values);
    }
  }

  @Test
  void rowOfAnotherWidthIsRefused() {
    assertThatThrownBy(() -> split("a\tb\n", 3)).hasMessageContaining("2 values");
  }

  /** Most are short; some do not fit into what the line has held so far. */
  private static String value(Random random, String alphabet) {
    StringBuilder value = new StringBuilder();
    int length = random.nextInt(200) == 0 ? 5_000 : random.nextInt(5);
    for (int i = 0; i < length; i++) {
      int point = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
      value.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, point)));
    }
    return value.toString();
  }

  private static @Nullable String[] split(String line, int columns) {
    return CopyText.split(line.getBytes(StandardCharsets.UTF_8), columns);
  }
}
