package io.crossfade.engine.steps;

import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.strategies.Strategy;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The point of no return: ends both streams and takes everything of ours away, but the fence of
/// the old side.
public final class Cleanup {
  private final Setup setup;
  private final Strategy strategy;
  private final Streams streams;
  private final Supplier<List<Problem>> notNow;
  private final Runnable first;

  /// @param notNow what speaks against beginning it at this time
  /// @param first what is to be recorded while it can be
  public Cleanup(
      Setup setup,
      Strategy strategy,
      Streams streams,
      Supplier<List<Problem>> notNow,
      Runnable first) {
    this.setup = setup;
    this.strategy = strategy;
    this.streams = streams;
    this.notNow = notNow;
    this.first = first;
  }

  /// Once nothing of ours reads the target any more, a commit that waits for us would wait for
  /// ever.
  public List<Problem> check() {
    CommitWait wait =
        setup.database(Side.TARGET).log().commitWait(setup.lease().migration(), Direction.REVERSE);
    List<Problem> problems = new ArrayList<>(notNow.get());
    if (wait.isForUs()) {
      problems.add(new Problem("its commits wait for our stream", "the TARGET", wait.toEnd()));
    }
    return problems;
  }

  /// Repeatable. Returns what stays behind on purpose.
  public List<String> run() {
    first.run();
    streams.close();
    String migration = setup.lease().migration();
    strategy.end();
    setup.database(Side.TARGET).workspace().remove(migration);
    return List.of(
        "the source stays fenced, so that a forgotten client cannot write where nobody reads;"
            + " when that is no longer needed: "
            + setup.database(Side.SOURCE).fence().byHand(migration));
  }
}
