package io.crossfade.transfer;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Brings what a task threw back to whoever waits for it. */
public final class Failures {
  private Failures() {}

  /** Waits for the result; throws the task's own {@link CrossfadeException}. */
  public static <R> R join(CompletableFuture<R> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CrossfadeException known
          ? known
          : new CrossfadeException(ErrorCode.INTERNAL, "a task failed: " + e.getCause(), e);
    }
  }
}
