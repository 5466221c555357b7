package io.crossfade.gateway.reads;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.gateway.reads.Lexed.Word;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexedTest {
  @Test
  void statementsThatDifferInValuesOnlyAreOne() {
    assertThat(text("SELECT a FROM t WHERE b = 'it''s' AND c < 1.5e-3 -- why\n AND d=$12;"))
        .isEqualTo(text("SELECT a FROM t /* x */ WHERE b = '' AND c < 7 AND d=1 ; "))
        .isEqualTo("SELECT a FROM t WHERE b = '?' AND c < 0 AND d=0");
  }

  @Test
  void wordsAreFoldedAsTheServerFoldsThem() {
    assertThat(lexed("SELECT Lower (\"Na\"\"me\"), MAX/**/(x) FROM t").words())
        .containsExactly(
            new Word("select", false, false),
            new Word("lower", false, true),
            new Word("Na\"me", true, false),
            new Word("max", false, true),
            new Word("x", false, false),
            new Word("from", false, false),
            new Word("t", false, false));
  }

  /// What a value holds is no word, and what looks like a comment within one is none.
  @Test
  void valuesHoldNoWords() {
    assertThat(
            lexed("SELECT 'nextval(''s'')', '--' , '/*' FROM t").words().stream().map(Word::name))
        .isEqualTo(List.of("select", "from", "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT 2",
        "SELECT E'a' FROM t",
        "SELECT U&'a' FROM t",
        "SELECT U&\"a\" FROM t",
        "SELECT 'a\\' FROM t",
        "SELECT $$a$$ FROM t",
        "SELECT $x$a$x$ FROM t",
        "SELECT /* /* */ */ 1 FROM t",
        "SELECT 'a FROM t",
        "SELECT \"a FROM t",
        "SELECT 1 FROM t /* x",
        "SELECT 0x1F FROM t",
        "SELECT a$b$ FROM t",
        "SELECT 1\u000b FROM t"
      })
  void whatCouldBeCutInTwoWaysIsRefused(String sql) {
    assertThat(Lexed.of(sql)).isNull();
  }

  private static String text(String sql) {
    return lexed(sql).text();
  }

  private static Lexed lexed(String sql) {
    return Objects.requireNonNull(Lexed.of(sql));
  }
}
