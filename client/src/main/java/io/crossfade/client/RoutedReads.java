package io.crossfade.client;

import io.crossfade.model.Side;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads where the route says, and falls back to the written side where the other one does not
 * answer: it is the one whose word counts, so its answer, or its exception, is always right.
 *
 * <p>Nothing falls back from the written side, and no write ever does: the other side would take it
 * without knowing what was written before, and both sides would be right.
 */
public final class RoutedReads {
  private final Router router;
  private final SideGuard guard;

  /**
   * @param guard of the side that is not written
   */
  public RoutedReads(Router router, SideGuard guard) {
    this.router = router;
    this.guard = guard;
  }

  /**
   * @param key for whom; see {@link Router#begin}
   */
  public <T extends @Nullable Object, E extends Exception> T read(
      @Nullable String key, SideRead<T, E> read) throws E {
    try (RoutedTransaction begun = router.begin(true, key)) {
      Side written = begun.route().writes().authoritative();
      return begun.side() == written ? read.from(written) : fromOther(begun.side(), read);
    }
  }

  private <T extends @Nullable Object, E extends Exception> T fromOther(
      Side other, SideRead<T, E> read) throws E {
    Decision why;
    try {
      Callable<T> asking = () -> read.from(other);
      return guard.ask(other, asking);
    } catch (SideRefused e) {
      why = Decision.BREAKER;
    } catch (InterruptedException e) {
      // Whoever interrupted us still wants to be heard; the written side decides what that means.
      Thread.currentThread().interrupt();
      why = Decision.FALLBACK;
    } catch (Exception e) {
      // Not swallowed: the written side now answers the same question, perhaps with the same
      // exception, and the count says how often it had to.
      why = Decision.FALLBACK;
    }
    router.decisions().count(other.other(), why);
    return read.from(other.other());
  }
}
