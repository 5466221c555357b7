package io.crossfade.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentTest {
  private final Recent recent = new Recent();

  @BeforeEach
  void listen() {
    recent.listen();
  }

  @Test
  void whatHasAPlanIsHeard() {
    List<String> planned =
        List.of(
            "SELECT 1",
            " insert into note values ($1)",
            "Update note\nset a = 1;",
            "WITH a AS (SELECT 1) DELETE FROM note USING a ; ");
    planned.forEach(this::query);
    assertThat(recent.take()).extracting(Recent.Statement::text).isEqualTo(planned);
  }

  @Test
  void whatHasNoneOrIsSeveralIsNot() {
    List.of(
            "BEGIN",
            "COMMIT",
            "SET a = 1",
            "selection",
            "SELECT 1; DELETE FROM note",
            "",
            "COPY a TO STDOUT")
        .forEach(this::query);
    query("SELECT '" + "x".repeat(2048) + "'");
    assertThat(recent.isEmpty()).isTrue();
    assertThat(recent.listens()).isTrue();
  }

  @Test
  void ofAParseTheNameIsLeftOut() {
    recent.heard(
        Unpooled.copiedBuffer("s1\0SELECT $2, $1\0\0\0", StandardCharsets.ISO_8859_1), true);
    List<Recent.Statement> taken = recent.take();
    assertThat(taken).extracting(Recent.Statement::text).containsExactly("SELECT $2, $1");
    assertThat(taken).extracting(Recent.Statement::parameters).containsExactly(2);
  }

  @Test
  void itIsNeverMuchAndEndsWithThat() {
    for (int i = 0; recent.listens(); i++) {
      query("SELECT " + i);
    }
    assertThat(recent.take()).hasSize(16);
    assertThat(recent.isEmpty()).isTrue();
  }

  /// What lies in another buffer in part is not there.
  @Test
  void nothingIsHeardOfNothing() {
    recent.heard(Unpooled.EMPTY_BUFFER, false);
    assertThat(recent.isEmpty()).isTrue();
  }

  private void query(String sql) {
    recent.heard(Unpooled.copiedBuffer(sql + "\0", StandardCharsets.ISO_8859_1), false);
  }
}
