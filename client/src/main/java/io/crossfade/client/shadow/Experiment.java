package io.crossfade.client.shadow;

import io.crossfade.client.Buckets;
import io.crossfade.model.Side;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to answer the same question, the known one and one that is to replace it. The primary
 * always answers, on the caller's thread; for a share of the keys the {@link Laboratory} then finds
 * out whether the candidate would have said the same.
 *
 * <p>Both must only read, and may be asked again, later and on other threads. The answer is
 * compared while the caller has it: what he changes in it is no mismatch, for suspects are read
 * again. Answers that can be read once (streams, iterators) are not compared.
 */
public final class Experiment {
  private final Laboratory laboratory;
  private final String name;
  private final int percent;
  private final Comparison comparison;
  private final Arrivals arrivals;

  /** Of two ways to read the same store. */
  public Experiment(Laboratory laboratory, String name, int percent, Comparison comparison) {
    this(laboratory, name, percent, comparison, Arrivals.AT_ONCE);
  }

  /**
   * @param name for people, as is told with each mismatch
   * @param percent of the keys, 0 to 100
   * @param arrivals knows when the candidate's store has what the primary's had, which counts as
   *     the source
   */
  public Experiment(
      Laboratory laboratory, String name, int percent, Comparison comparison, Arrivals arrivals) {
    this.laboratory = laboratory;
    this.name = name;
    this.percent = percent;
    this.comparison = comparison;
    this.arrivals = arrivals;
  }

  /** A way to answer. */
  @FunctionalInterface
  public interface Answer<T extends @Nullable Object, E extends Exception> {
    T get() throws E;
  }

  /**
   * What the primary says, or throws.
   *
   * @param key whose answers are compared: always or never for the same one
   */
  public <T extends @Nullable Object, E extends Exception> T run(
      String key, Answer<T, E> primary, Callable<? extends T> candidate) throws E {
    if (!Buckets.within(percent, name, key)) {
      return primary.get();
    }
    Question question =
        new Question(
            name,
            key,
            primary::get,
            candidate,
            true,
            () -> arrivals.expect(Side.SOURCE, key),
            () -> true);
    T answer;
    try {
      answer = primary.get();
    } catch (Throwable e) {
      laboratory.compare(comparison, question, new Answered(null, e));
      throw e;
    }
    laboratory.compare(comparison, question, new Answered(answer, null));
    return answer;
  }
}
