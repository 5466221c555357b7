package io.crossfade.postgresql.session;

import java.io.IOException;
import java.time.Duration;

/**
 * Looks after one session whose answer does not come. A long statement is not to be ended, however
 * long it takes, and an answer that was lost on the way is not to be waited for. Only the server
 * knows which of the two it is, so it is asked, over another connection. See
 * docs/adr/0012-who-waits-asks-the-server.md.
 */
public final class Vigil {
  /** Between two looks: bytes that are on their way get there. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** A server that answers nobody for so long is away, and what was asked of it is asked anew. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  /** How often the same is seen before it is believed. */
  private static final int CERTAIN = 2;

  /** What a session does, as another one sees it. */
  enum Doing {
    WORKS,
    WAITS_FOR_US,
    HAS_ENDED,
    CANNOT_BE_SEEN
  }

  /** Asks what the session does. Takes seconds at most. */
  @FunctionalInterface
  interface Look {
    Doing look();
  }

  private final Look look;
  private int lost;
  private long unseenSince;

  Vigil(Look look) {
    this.look = look;
  }

  /** Something came from the server. */
  public void heard() {
    lost = 0;
    unseenSince = 0;
  }

  /** To be called now and then while nothing comes. Throws when nothing ever will. */
  public void look() throws IOException {
    switch (look.look()) {
      case WORKS -> heard();
      case WAITS_FOR_US ->
          lose("the server waits for us while we wait for it: something was lost on the way");
      case HAS_ENDED -> lose("the session has ended on the server, and nobody could tell us");
      case CANNOT_BE_SEEN -> unseen();
    }
  }

  private void lose(String why) throws IOException {
    unseenSince = 0;
    if (++lost >= CERTAIN) {
      throw new IOException(why);
    }
  }

  private void unseen() throws IOException {
    long now = System.nanoTime();
    if (unseenSince == 0) {
      unseenSince = now;
    } else if (now - unseenSince > AWAY.toNanos()) {
      throw new IOException(
          "the server has answered nobody for "
              + AWAY.toSeconds()
              + " seconds; check the network and the server");
    }
  }
}
