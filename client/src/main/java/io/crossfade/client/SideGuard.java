package io.crossfade.client;

import io.crossfade.model.Side;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a side that does not have to answer, because the written one can: asks it, or
 * refuses to, or stops waiting for it.
 */
public interface SideGuard {
  /** Asks whatever happens, for as long as it takes. */
  SideGuard NONE =
      new SideGuard() {
        @Override
        public <T extends @Nullable Object> T ask(Side side, Callable<T> read) throws Exception {
          return read.call();
        }
      };

  /**
   * @throws SideRefused if the side was not asked
   * @throws java.util.concurrent.TimeoutException if it did not answer in time
   */
  <T extends @Nullable Object> T ask(Side side, Callable<T> read) throws Exception;
}
