package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowHashTest {
  private static final String LONG = "a text, é and 😀, of more than sixteen bytes";

  @Test
  void bytesAreHashedAsTextsAreWhereverTheyLie() {
    for (int length = 0; length <= LONG.length(); length++) {
      // Not within a character.
      if (length == 0 || !Character.isHighSurrogate(LONG.charAt(length - 1))) {
        String text = LONG.substring(0, length);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] inside = ("xyz" + text + "and more that follows").getBytes(StandardCharsets.UTF_8);
        String hash = hash(text);
        assertThat(hash(bytes, 0, bytes.length)).as(text).isEqualTo(hash);
        assertThat(hash(inside, 3, 3 + bytes.length)).as(text).isEqualTo(hash);
      }
    }
  }

  @Test
  void valuesAreKeptApart() {
    List<List<@Nullable String>> rows =
        List.of(
            List.of("a", "b"),
            List.of("ab", ""),
            List.of("", "ab"),
            List.of("b", "a"),
            Arrays.asList("ab", null),
            Arrays.asList(null, "ab"),
            List.of("ab"),
            List.of("a\0", "b"),
            List.of("12345678", "9"),
            List.of("123456789"),
            List.of("12345678", "\0"),
            List.of("12345678\0"));
    Set<String> hashes = new HashSet<>();
    rows.forEach(row -> hashes.add(hash(row.toArray(String[]::new))));
    assertThat(hashes).hasSameSizeAs(rows);
  }

  private static String hash(@Nullable String... values) {
    RowHash hash = new RowHash();
    hash.of(Row.of(values));
    return hash.high() + ":" + hash.low();
  }

  private static String hash(byte[] bytes, int from, int to) {
    RowHash hash = new RowHash();
    hash.begin();
    hash.add(bytes, from, to);
    hash.end();
    return hash.high() + ":" + hash.low();
  }
}
