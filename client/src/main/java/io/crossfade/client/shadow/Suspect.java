package io.crossfade.client.shadow;

import io.crossfade.client.SideRefused;
import io.crossfade.client.shadow.Arrivals.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Two answers that differed, which is no mismatch yet. In each round the one that leads is read,
 * what it had is awaited at the one that follows, and then that one is read, and the first again:
 *
 * <ul>
 *   <li>what follows says what the other said before or says after: it was lag;
 *   <li>what leads has changed in between, or says something else than in the round before: the
 *       round says nothing;
 *   <li>the same two answers several rounds in a row: a mismatch.
 * </ul>
 *
 * A row that changes all the time is thus never taken for a mismatch. Between its steps it has no
 * thread.
 */
final class Suspect {
  /** One step; the next is done later. */
  @FunctionalInterface
  private interface Step {
    void go() throws Exception;
  }

  /** What both said in a round that says something. */
  private record Round(Answered leading, Answered following) {}

  private final Laboratory laboratory;
  private final Comparison comparison;
  private final Question question;
  private final Settling settling;
  private final long since = System.nanoTime();

  private @Nullable Round last;
  private int confirmations;
  private int tries;

  Suspect(Laboratory laboratory, Comparison comparison, Question question) {
    this.laboratory = laboratory;
    this.comparison = comparison;
    this.question = question;
    this.settling = laboratory.settling();
  }

  void begin() {
    if (laboratory.admit()) {
      step(this::expect);
    } else {
      laboratory.outcomes().count(Outcome.SKIPPED);
    }
  }

  private void expect() throws Exception {
    Answered before = laboratory.answer(question.leading());
    Answered expected = laboratory.answer(question.expecting());
    if (expected.value() instanceof Arrival arrival) {
      await(before, arrival);
    } else {
      end(Outcome.UNSETTLED);
    }
  }

  private void await(Answered before, Arrival arrival) throws Exception {
    Answered there = laboratory.answer(arrival::isThere);
    if (there.error() != null) {
      end(Outcome.UNSETTLED);
    } else if (Boolean.TRUE.equals(there.value())) {
      look(before);
    } else {
      later(() -> await(before, arrival));
    }
  }

  private void look(Answered before) throws Exception {
    Answered following = laboratory.answer(question.following());
    Answered after = laboratory.answer(question.leading());
    if (before.error() instanceof SideRefused
        || following.error() instanceof SideRefused
        || after.error() instanceof SideRefused) {
      end(Outcome.SKIPPED);
    } else if (same(before, following) || same(after, following)) {
      end(Outcome.LAG);
    } else {
      note(before, after, following);
    }
  }

  private void note(Answered before, Answered after, Answered following) {
    Round seen = last;
    boolean stays = same(before, after);
    boolean asLast = stays && seen != null && isAsIn(seen, after, following);
    confirmations = asLast ? confirmations + 1 : stays ? 1 : 0;
    last = stays ? new Round(after, following) : null;
    if (confirmations >= settling.confirmations()) {
      found(after, following);
    } else if (++tries >= settling.tries()) {
      end(Outcome.UNSETTLED);
    } else {
      later(this::expect);
    }
  }

  private boolean isAsIn(Round seen, Answered leading, Answered following) {
    return same(seen.leading(), leading) && same(seen.following(), following);
  }

  private boolean same(Answered one, Answered other) {
    return Answered.differences(comparison, one, other).isEmpty();
  }

  private void found(Answered leading, Answered following) {
    if (!question.valid().getAsBoolean()) {
      end(Outcome.UNSETTLED);
      return;
    }
    Answered primary = question.primaryLeads() ? leading : following;
    Answered candidate = question.primaryLeads() ? following : leading;
    List<Difference> differences = Answered.differences(comparison, primary, candidate);
    laboratory.mismatches().add(question.name(), question.key(), differences);
    boolean candidateFails = candidate.error() != null && primary.error() == null;
    end(candidateFails ? Outcome.FAILED : Outcome.MISMATCH);
  }

  private void later(Step next) {
    long pause = settling.pause().toNanos();
    double some = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
    again(next, Duration.ofNanos((long) (pause * some)));
  }

  /** A bulkhead that is full now has room later. */
  private void again(Step next, Duration pause) {
    if (laboratory.isClosed() || System.nanoTime() - since > settling.atMost().toNanos()) {
      end(Outcome.UNSETTLED);
    } else {
      laboratory.later(() -> step(next), pause, () -> again(next, settling.pause()));
    }
  }

  private void step(Step step) {
    try {
      step.go();
    } catch (TimeoutException e) {
      end(Outcome.TIMEOUT);
    } catch (Error | Exception e) {
      // Both answers belong to us alone now: it is the comparator.
      laboratory.dismiss();
      Trial.incomparable(laboratory, question, e);
    }
  }

  private void end(Outcome outcome) {
    laboratory.dismiss();
    laboratory.outcomes().count(outcome);
  }
}
