package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.OwnWrites.OwnWrite;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private final OwnWrites writes = new OwnWrites(2);

  @Test
  void nobodyAwaitsAnythingAtFirst() {
    assertThat(writes.awaited("a")).isNull();
  }

  @Test
  void eachAwaitsItsOwnLastWrite() {
    writes.wrote("a");
    OwnWrite first = writes.awaited("a");
    assertThat(first).isNotNull().isSameAs(writes.awaited("a"));
    assertThat(writes.awaited("b")).isNull();
    writes.wrote("a");
    assertThat(writes.awaited("a")).isNotNull().isNotSameAs(first);
  }

  @Test
  void whatHasArrivedIsForgottenAndWhatCameAfterIsNot() {
    writes.wrote("a");
    long covered = writes.last();
    writes.wrote("b");
    writes.arrived(covered);
    assertThat(writes.awaited("a")).isNull();
    assertThat(writes.awaited("b")).isNotNull();
  }

  @Test
  void aKeyThatFellOutAndWhoeverIsUnknownAwaitTheNewestThatFellOut() {
    writes.wrote("a");
    writes.wrote("b");
    writes.wrote("c");
    OwnWrite fallen = writes.awaited("a");
    assertThat(fallen).isNotNull().isSameAs(writes.awaited("unknown"));
    writes.wrote("d");
    assertThat(writes.awaited("a")).isNotNull().isNotSameAs(fallen);
    writes.arrived(1);
    assertThat(writes.awaited("a")).as("b fell out after a").isNotNull();
    writes.arrived(2);
    assertThat(writes.awaited("a")).isNull();
    assertThat(writes.awaited("d")).isNotNull();
  }
}
