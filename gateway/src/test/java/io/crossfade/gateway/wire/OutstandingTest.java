package io.crossfade.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A story is what the client sends, and in brackets what the database answers: Z is ReadyForQuery,
/// G that it takes a COPY.
class OutstandingTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a query,                                            Q [Z]",
    "pipelined queries,                                  Q Q Q [Z Z Z]",
    "the extended protocol,                              P B D E S [Z]",
    "two Syncs ahead,                                    P B E S P B E S [Z Z]",
    "a call of a function,                               F [Z]",
    "Flush asks for nothing,                             H",
    "what comes too late for a COPY is ignored,          d c",
    "COPY by a query,                                    Q [G] d d c [Z]",
    "COPY by a query that sends all at once,             Q d d c [G Z]",
    "COPY by a query that fails,                         Q [G] d [Z] d f",
    "COPY by Execute whose first Sync is ignored,        P B E S [G] d c S [Z]",
    "the same all at once,                               P B E S d c S [G Z]",
    "COPY by Execute without a Sync,                     P B E H [G] d c S [Z]",
    "a COPY behind other work,                           Q P B E S [Z G] d c S [Z]",
    "two COPYs by Execute,                               P B E S d c S P B E S d c S [G Z G Z]",
    "a COPY that is refused before it begins,            P B E S [Z] d c S [Z]",
    "a query behind a COPY that was sent at once,        Q d c Q [G Z Z]"
  })
  void endsEmpty(String what, String story) {
    assertThat(tell(story).isEmpty()).as(what).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a query,                                            Q",
    "no Sync yet,                                        P B E",
    "no Sync yet behind an answer,                       P B E S P [Z]",
    "one of two,                                         Q Q [Z]",
    "in a COPY by a query,                               Q [G] d",
    "in a COPY by Execute whose Sync is ignored,         P B E S [G]",
    "at the end of that,                                 P B E S [G] d c",
    "before its answer,                                  P B E S [G] d c S",
    "the same all at once,                               P B E S d c S [G]",
    "a Sync in the middle of a COPY may be answered,     Q [G] d S c [Z]"
  })
  void isNotEmptyTooEarly(String what, String story) {
    assertThat(tell(story).isEmpty()).as(what).isFalse();
  }

  @Test
  void holdsAsManyAsAreSent() {
    Outstanding outstanding = new Outstanding();
    for (int i = 0; i < 100_000; i++) {
      outstanding.sent('S');
    }
    for (int i = 0; i < 99_999; i++) {
      outstanding.answered();
    }
    assertThat(outstanding.isEmpty()).isFalse();
    outstanding.answered();
    assertThat(outstanding.isEmpty()).isTrue();
  }

  /// If a COPY is cancelled before the server has met the Sync that it would ignore, it answers it.
  /// From then on nobody knows which answer is whose.
  @ParameterizedTest
  @ValueSource(
      strings = {"[Z] Q [Z]", "P B E S P B E S [G Z] P B E S [Z Z]", "Q [Z Z] Q [Z] Q [Z]"})
  void whoIsAnsweredMoreThanHeAskedIsNeverIdleAgain(String story) {
    assertThat(tell(story).isEmpty()).isFalse();
  }

  private static Outstanding tell(String story) {
    Outstanding outstanding = new Outstanding();
    boolean answers = false;
    for (char what : story.toCharArray()) {
      switch (what) {
        case '[' -> answers = true;
        case ']' -> answers = false;
        case ' ' -> {
          // Between two.
        }
        default -> {
          if (!answers) {
            outstanding.sent(what);
          } else if (what == 'G') {
            outstanding.copyIn();
          } else {
            outstanding.answered();
          }
        }
      }
    }
    return outstanding;
  }
}
