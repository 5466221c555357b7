package io.crossfade.client.shadow;

import io.crossfade.client.Buckets;
import io.crossfade.client.RoutedReads;
import io.crossfade.client.Router;
import io.crossfade.client.SideGuard;
import io.crossfade.client.SideRead;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Reads where the route says, and repeats as many reads as the route says on the other side: an
 * {@link Experiment} whose primary is the side that is read. What holds for its answers holds here.
 */
public final class ShadowReader {
  private final Router router;
  private final SideGuard guard;
  private final RoutedReads reads;
  private final Laboratory laboratory;
  private final Comparison comparison;
  private final Arrivals arrivals;

  /**
   * @param guard of the side that is not written, whether it is asked for the user or to compare
   */
  public ShadowReader(
      Router router,
      SideGuard guard,
      Laboratory laboratory,
      Comparison comparison,
      Arrivals arrivals) {
    this.router = router;
    this.guard = guard;
    this.reads = new RoutedReads(router, guard);
    this.laboratory = laboratory;
    this.comparison = comparison;
    this.arrivals = arrivals;
  }

  /** The same with another idea of what is equal. */
  public ShadowReader comparing(Comparison other) {
    return new ShadowReader(router, guard, laboratory, other, arrivals);
  }

  /**
   * What the side says that is read, or throws.
   *
   * @param name of the read, for people: its mismatches are told under it
   * @param key for whom; the share that is compared is sticky too. Without one nothing is
   */
  public <T extends @Nullable Object, E extends Exception> T read(
      String name, @Nullable String key, SideRead<T, E> read) throws E {
    Route route = router.route();
    int share = route.shadowPercent();
    if (key == null || share == 0 || !Buckets.within(share, route.migration(), key)) {
      return reads.read(key, read);
    }
    Asked<T, E> asked = new Asked<>(read);
    T answer;
    try {
      answer = reads.read(key, asked);
    } catch (Throwable e) {
      compare(name, key, asked, new Answered(null, e));
      throw e;
    }
    compare(name, key, asked, new Answered(answer, null));
    return answer;
  }

  /**
   * Compares the two sides where somebody else has answered, and waits for nobody: both are asked,
   * later and on other threads.
   *
   * @param name of the read, for people: its mismatches are told under it
   * @param answered the side that has answered
   */
  public <T extends @Nullable Object, E extends Exception> void repeat(
      String name, String key, Side answered, SideRead<T, E> read) {
    laboratory.compare(comparison, question(name, key, answered, read));
  }

  private <T extends @Nullable Object, E extends Exception> void compare(
      String name, String key, Asked<T, E> asked, Answered answer) {
    Side primary = asked.answered;
    if (primary == null || asked.fellBack) {
      laboratory.outcomes().count(Outcome.SKIPPED);
      return;
    }
    laboratory.compare(comparison, question(name, key, primary, asked.read), answer);
  }

  private <T extends @Nullable Object, E extends Exception> Question question(
      String name, String key, Side primary, SideRead<T, E> read) {
    Side written = router.route().writes().authoritative();
    return new Question(
        name,
        key,
        () -> ask(written, primary, read),
        () -> ask(written, primary.other(), read),
        primary == written,
        () -> arrivals.expect(written, key),
        () -> router.route().writes().authoritative() == written);
  }

  private <T extends @Nullable Object, E extends Exception> T ask(
      Side written, Side side, SideRead<T, E> read) throws Exception {
    return side == written ? read.from(side) : guard.ask(side, () -> read.from(side));
  }

  /** Remembers who has answered. Not shared between threads but one after the other. */
  private static final class Asked<T extends @Nullable Object, E extends Exception>
      implements SideRead<T, E> {
    private final SideRead<T, E> read;
    private volatile @Nullable Side answered;
    private volatile boolean fellBack;

    Asked(SideRead<T, E> read) {
      this.read = read;
    }

    @Override
    public T from(Side side) throws E {
      fellBack = answered != null;
      answered = side;
      return read.from(side);
    }
  }
}
