package io.crossfade.client.shadow;

import io.crossfade.client.SideRefused;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Asks the candidate once, and compares. */
final class Trial implements Runnable {
  private final Laboratory laboratory;
  private final Comparison comparison;
  private final Question question;
  private final Answered primary;

  Trial(Laboratory laboratory, Comparison comparison, Question question, Answered primary) {
    this.laboratory = laboratory;
    this.comparison = comparison;
    this.question = question;
    this.primary = primary;
  }

  @Override
  public void run() {
    try {
      // Before the candidate is asked for nothing.
      if (primary.value() != null) {
        Differ.refuse("", primary.value());
      }
      Answered candidate = laboratory.answer(question.candidate());
      if (candidate.error() instanceof SideRefused) {
        laboratory.outcomes().count(Outcome.SKIPPED);
      } else if (isSuspect(candidate)) {
        new Suspect(laboratory, comparison, question).begin();
      } else {
        laboratory.outcomes().count(Outcome.EQUAL);
      }
    } catch (TimeoutException e) {
      laboratory.outcomes().count(Outcome.TIMEOUT);
    } catch (Incomparable e) {
      incomparable(laboratory, question, e);
    }
  }

  /**
   * Whatever a comparator throws here may come of a caller who changes his answer meanwhile; those
   * that are read again nobody else has.
   */
  private boolean isSuspect(Answered candidate) {
    try {
      return !Answered.differences(comparison, primary, candidate).isEmpty();
    } catch (Incomparable e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return true;
    }
  }

  /** A group of its own, so that somebody sees that nothing is compared here. */
  static void incomparable(Laboratory laboratory, Question question, Throwable e) {
    String how =
        e instanceof Incomparable
            ? String.valueOf(e.getMessage())
            : "the comparison fails with " + e.getClass().getSimpleName();
    laboratory
        .mismatches()
        .add(question.name(), question.key(), List.of(new Difference("", how, null, null)));
    // last: whoever sees the number finds the group
    laboratory.outcomes().count(Outcome.INCOMPARABLE);
  }
}
