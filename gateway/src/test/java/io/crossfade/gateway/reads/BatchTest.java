package io.crossfade.gateway.reads;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.gateway.reads.Batch.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static final String SQL = "SELECT a FROM t WHERE b = $1";
  private static final String PARSE = frame('P', "\0" + SQL + "\0\0\1\0\0\0\u0017");
  private static final String VALUES = "\0\0\0\1\0\0\0\2" + "42";
  private static final String BIND = frame('B', "\0\0" + VALUES + "\0\1\0\1");
  private static final String DESCRIBE = frame('D', "P\0");
  private static final String EXECUTE = frame('E', "\0\0\0\0\0");
  private static final String SYNC = frame('S', "");

  @Test
  void aQueryIsOne() {
    assertThat(batch(frame('Q', SQL + "\0")).kind()).isEqualTo(Kind.QUERY);
    assertThat(batch(frame('Q', SQL + "\0")).text()).isEqualTo(SQL);
  }

  @Test
  void oneRunOfOneStatementIsOne() {
    Batch batch = batch(PARSE + BIND + DESCRIBE + EXECUTE + SYNC);
    assertThat(batch.kind()).isEqualTo(Kind.PARSED);
    assertThat(batch.text()).isEqualTo(SQL);
    assertThat(batch.parse().of(bytes(PARSE + BIND)))
        .asString(StandardCharsets.ISO_8859_1)
        .isEqualTo(PARSE.substring(5));
    assertThat(batch.parameters().of(bytes(PARSE + BIND)))
        .asString(StandardCharsets.ISO_8859_1)
        .isEqualTo(VALUES);
    assertThat(batch(BIND + EXECUTE + SYNC).kind()).isEqualTo(Kind.PREPARED);
    assertThat(batch(frame('B', "\0s1\0" + VALUES + "\0\0") + EXECUTE + SYNC).statement())
        .isEqualTo("s1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PARSE named",
        "own type",
        "portal",
        "rows",
        "twice",
        "more",
        "closed",
        "no Sync",
        "cut",
        "not run",
        "Flush",
        "no bytes"
      })
  void everythingElseIsNone(String what) {
    String bytes =
        switch (what) {
          case "PARSE named" -> frame('P', "s\0" + SQL + "\0\0\0") + BIND + EXECUTE + SYNC;
          case "own type" -> frame('P', "\0" + SQL + "\0\0\1\0\0\100\0") + BIND + EXECUTE + SYNC;
          case "portal" -> PARSE + frame('B', "p\0\0" + VALUES + "\0\0") + EXECUTE + SYNC;
          case "rows" -> PARSE + BIND + frame('E', "\0\0\0\0\1") + SYNC;
          case "twice" -> PARSE + BIND + EXECUTE + BIND + EXECUTE + SYNC;
          case "more" -> frame('Q', SQL + "\0") + frame('Q', SQL + "\0");
          case "closed" -> PARSE + BIND + EXECUTE + frame('C', "S\0") + SYNC;
          case "no Sync" -> PARSE + BIND + EXECUTE;
          case "cut" -> (PARSE + BIND + EXECUTE + SYNC).substring(0, 20);
          case "not run" -> PARSE + SYNC;
          case "Flush" -> PARSE + BIND + EXECUTE + frame('H', "") + SYNC;
          default -> "";
        };
    assertThat(Batch.read(bytes(bytes))).isNull();
  }

  /// Whatever stands in them: the database says what is wrong with it.
  @Test
  void malformedFramesAreNone() {
    for (char type : "QPBDE".toCharArray()) {
      for (int length = 0; length < 12; length++) {
        assertThat(Batch.read(bytes(frame(type, "\u00ff".repeat(length)) + SYNC))).isNull();
      }
    }
  }

  @Test
  void aTextIsReadAsItIsMeant() {
    assertThat(Batch.decoded("\u00c3\u00a4", "UTF8")).isEqualTo("\u00e4");
    assertThat(Batch.decoded("\u0083\\", "SJIS")).isNull();
    assertThat(Batch.decoded("SELECT 1", "SJIS")).isEqualTo("SELECT 1");
  }

  private static Batch batch(String bytes) {
    return Objects.requireNonNull(Batch.read(bytes(bytes)));
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String frame(char type, String body) {
    int length = 4 + body.length();
    return type + "\0\0" + (char) (length >> 8) + (char) (length & 0xff) + body;
  }
}
