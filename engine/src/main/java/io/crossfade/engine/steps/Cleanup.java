package io.crossfade.engine.steps;

import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.util.List;

/// The point of no return: ends both streams and takes everything of ours away, but the fence of
/// the old side.
public final class Cleanup {
  private final Setup setup;
  private final Streams streams;

  public Cleanup(Setup setup, Streams streams) {
    this.setup = setup;
    this.streams = streams;
  }

  /// Once nothing of ours reads the target any more, a commit that waits for us would wait for
  /// ever.
  public List<Problem> check() {
    CommitWait wait =
        setup.database(Side.TARGET).log().commitWait(setup.lease().migration(), Direction.REVERSE);
    return wait.isForUs()
        ? List.of(new Problem("its commits wait for our stream", "the TARGET", wait.toEnd()))
        : List.of();
  }

  /// Repeatable. Returns what stays behind on purpose.
  public List<String> run() {
    streams.close();
    String migration = setup.lease().migration();
    setup.database(Side.SOURCE).log().release(migration, Direction.FORWARD);
    setup.database(Side.TARGET).log().release(migration, Direction.REVERSE);
    setup.database(Side.TARGET).workspace().remove(migration);
    return List.of(
        "the source stays fenced, so that a forgotten client cannot write where nobody reads;"
            + " when that is no longer needed: DROP SCHEMA crossfade CASCADE on the source");
  }
}
