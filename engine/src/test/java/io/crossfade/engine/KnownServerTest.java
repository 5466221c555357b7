package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownServerTest {
  private final KnownServer server = new KnownServer("7412", 2);

  @Test
  void isReadAsItIsWritten() {
    assertThat(KnownServer.parse(server.toString())).isEqualTo(server);
  }

  @Test
  void onlyALaterTimelineOfTheSameSystemIsAStandbyOfItThatWasPromoted() {
    assertThat(new KnownServer("7412", 3).followsOn(server)).isTrue();
    assertThat(server.followsOn(server)).isFalse();
    assertThat(new KnownServer("7412", 1).followsOn(server)).isFalse();
    assertThat(new KnownServer("7413", 3).followsOn(server)).isFalse();
  }
}
