package io.crossfade.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// What runs beside the steps while a process does, unseen by whoever asked for it; so what ends it
/// early is told.
final class Beside {
  private final ExecutorService threads;
  private final Journal journal;
  private final BooleanSupplier stopping;
  private final List<Future<?>> all = new CopyOnWriteArrayList<>();

  /// @param stopping whether it is to end anyway
  Beside(ExecutorService threads, Journal journal, BooleanSupplier stopping) {
    this.threads = threads;
    this.journal = journal;
    this.stopping = stopping;
  }

  void run(String what, Runnable work) {
    all.add(threads.submit(() -> untilItEnds(what, work)));
  }

  /// What outlives the others, because it ends them.
  void apart(String what, Runnable work) {
    Future<?> _ = threads.submit(() -> untilItEnds(what, work));
  }

  /// Errors too: whatever it was, nobody else would ever hear of it.
  private void untilItEnds(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      if (!stopping.getAsBoolean()) {
        journal.record(
            new MigrationEvent.Noted(what + " has stopped, start `run` anew: " + e.getMessage()));
      }
    }
  }

  boolean isStopping() {
    return stopping.getAsBoolean();
  }

  /// Not in the midst of a switch: that is waited for first.
  void cancel() {
    all.forEach(work -> work.cancel(true));
  }
}
