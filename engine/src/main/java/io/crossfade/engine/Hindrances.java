package io.crossfade.engine;

import io.crossfade.engine.shape.SourceTables;
import io.crossfade.engine.shape.SourceWatch;
import io.crossfade.engine.streams.KeptLog;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What ends this process's part before its time, so that the next one begins on other ground: a
/// log that was given up, a server that was failed over, a table of the source that was changed.
final class Hindrances {
  private final Failover failover;
  private final Restitch restitch;
  private final Reshape reshape;
  private final SourceTables tables;
  private final SourceWatch sourceWatch;
  private final KeptLog keptLog;
  private volatile @Nullable CrossfadeException changed;

  Hindrances(
      Failover failover,
      Restitch restitch,
      Reshape reshape,
      SourceTables tables,
      SourceWatch sourceWatch,
      KeptLog keptLog) {
    this.failover = failover;
    this.restitch = restitch;
    this.reshape = reshape;
    this.tables = tables;
    this.sourceWatch = sourceWatch;
    this.keptLog = keptLog;
  }

  /// At the start, before any stream runs: what a process before has ended for. Throws what a
  /// person has to decide.
  boolean overcome() {
    restitch.dropGivenUp();
    failover.takeUp();
    boolean anew = restitch.runIfDue();
    reshape.runIfDue();
    tables.requireSame();
    return anew;
  }

  /// @param end of this process's part
  void watch(Beside beside, Runnable end) {
    beside.run(
        "the watch over the kept log",
        () -> keptLog.watch(lost -> restitch.giveUp(lost, end), restitch::dropGivenUp));
    Consumer<CrossfadeException> noticed =
        error -> {
          changed = error;
          end.run();
        };
    beside.run("the watch over the source's tables", () -> sourceWatch.watch(noticed));
    beside.run("the watch over both servers", () -> failover.watch(noticed));
  }

  /// Nobody watches over the servers while a switch is open, and one that cannot be ended has most
  /// often met another server: the next process begins with that, and ends the switch there.
  ///
  /// @param end of this process's part
  void endFor(CrossfadeException error, Runnable end) {
    changed = failover.look().orElseGet(() -> takenUpNext(error));
    end.run();
  }

  private static CrossfadeException takenUpNext(CrossfadeException error) {
    return new CrossfadeException(
        error.code(),
        "a switch is open, everybody is held, and this process cannot end it: %s. `crossfade run` begins anew for that"
            .formatted(error.getMessage()),
        Map.of(SourceTables.TAKEN_UP_NEXT, "true"),
        error);
  }

  /// Throws what has ended this process's part.
  void require() {
    restitch.requireLog();
    CrossfadeException error = changed;
    if (error != null) {
      throw error;
    }
  }

  /// Does it. Throws what has ended this process's part meanwhile, which says better what happened
  /// than whatever failed for it.
  <T> T explain(Supplier<T> work) {
    T done;
    try {
      done = work.get();
    } catch (CrossfadeException e) {
      require(e);
      throw e;
    }
    require();
    return done;
  }

  /// The target refuses an empty value, for one, that the source takes since a moment ago.
  private void require(CrossfadeException failure) {
    require();
    failover.require();
    if (failure.code() == ErrorCode.SOURCE_SCHEMA_CHANGED
        || failure.code() == ErrorCode.TARGET_REFUSED_ROW) {
      tables.requireSame();
    }
  }
}
