package io.crossfade.postgresql.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.postgresql.session.Vigil.Doing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class VigilTest {
  private final Deque<Doing> seen = new ArrayDeque<>();
  private final Vigil vigil = new Vigil(seen::remove);

  @Test
  void waitsForWhoeverWorksHoweverLong() {
    see(Doing.WORKS, Doing.WORKS, Doing.WAITS_FOR_US, Doing.WORKS, Doing.WAITS_FOR_US);
    assertThatCode(() -> look(5)).doesNotThrowAnyException();
  }

  @Test
  void givesUpWhatWasLostOnTheWayOnceItIsCertain() throws IOException {
    see(Doing.WAITS_FOR_US, Doing.WAITS_FOR_US);
    look(1);
    assertThatThrownBy(() -> look(1)).hasMessageContaining("lost on the way");
  }

  @Test
  void believesWhatComesAfterAll() throws IOException {
    see(Doing.HAS_ENDED, Doing.HAS_ENDED, Doing.HAS_ENDED);
    look(1);
    vigil.heard();
    look(1);
    assertThatThrownBy(() -> look(1)).hasMessageContaining("has ended");
  }

  @Test
  void doesNotCallAServerAwayAtOnce() {
    see(Doing.CANNOT_BE_SEEN, Doing.CANNOT_BE_SEEN, Doing.CANNOT_BE_SEEN);
    assertThatCode(() -> look(3)).doesNotThrowAnyException();
  }

  private void see(Doing... doings) {
    seen.addAll(List.of(doings));
  }

  private void look(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      vigil.look();
    }
  }
}
