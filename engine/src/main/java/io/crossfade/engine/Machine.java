package io.crossfade.engine;

import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.transfer.Timing;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// Time and threads, as a process has them. Injected, so that the same classes run in a simulation.
///
/// @param clock for people and their calendar: what has to last is measured by `timing`
/// @param threads for whatever runs beside
/// @param streams a thread for each stream
/// @param pid which process this is, for people
/// @param host where it runs, for people
public record Machine(
    Timing timing,
    InstantSource clock,
    ExecutorService threads,
    ThreadFactory streams,
    long pid,
    String host) {

  /// The one on which this process runs.
  public static Machine real() {
    return new Machine(
        Timing.REAL,
        InstantSource.system(),
        Executors.newVirtualThreadPerTaskExecutor(),
        Thread.ofPlatform().daemon().factory(),
        ProcessHandle.current().pid(),
        LeaseHolder.thisHost());
  }
}
