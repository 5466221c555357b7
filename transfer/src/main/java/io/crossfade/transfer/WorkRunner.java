package io.crossfade.transfer;

import java.util.concurrent.CompletableFuture;

/** The one way by which chunk and batch work reaches whatever runs it. */
public interface WorkRunner extends AutoCloseable {
  /** Runs the task somewhere. It may run twice if a worker dies; tasks bear that. */
  <R> CompletableFuture<R> submit(Task<R> task);

  @Override
  void close();
}
