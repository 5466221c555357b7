package io.crossfade.client.shadow;

import io.crossfade.client.Bulkhead;
import io.crossfade.client.Router;
import io.crossfade.client.SideRefused;
import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/**
 * Where candidates are asked and answers are compared: threads of its own, as many and no more, so
 * that whoever answers the user is never slowed down, never broken, never changed.
 */
public final class Laboratory implements AutoCloseable {
  private final ShadowLimits limits;
  private final Bulkhead threads;
  private final Semaphore suspects;
  private final Outcomes outcomes = new Outcomes();
  private final Mismatches mismatches;
  private volatile boolean closed;

  public Laboratory(ShadowLimits limits, Redaction redaction) {
    this.limits = limits;
    this.threads = new Bulkhead("shadow", limits.atOnce(), limits.queued());
    this.suspects = new Semaphore(limits.suspects());
    this.mismatches = new Mismatches(redaction);
  }

  public Outcomes outcomes() {
    return outcomes;
  }

  public Mismatches mismatches() {
    return mismatches;
  }

  /** Lets the control plane know of the mismatches too. */
  public void tellTo(Router router) {
    router.tells(() -> new RouterFindings(List.of(), List.of(), mismatches.groups()));
  }

  /** Compares what the primary has answered with the candidate. Never waits, never throws. */
  void compare(Comparison comparison, Question question, Answered primary) {
    if (!threads.offer(new Trial(this, comparison, question, primary))) {
      outcomes.count(Outcome.SKIPPED);
    }
  }

  /** The same where nobody has asked the primary yet. */
  void compare(Comparison comparison, Question question) {
    if (!threads.offer(() -> both(comparison, question))) {
      outcomes.count(Outcome.SKIPPED);
    }
  }

  private void both(Comparison comparison, Question question) {
    try {
      Answered primary = answer(question.primary());
      if (primary.error() instanceof SideRefused) {
        outcomes.count(Outcome.SKIPPED);
      } else {
        new Trial(this, comparison, question, primary).run();
      }
    } catch (TimeoutException e) {
      outcomes.count(Outcome.TIMEOUT);
    }
  }

  Settling settling() {
    return limits.settling();
  }

  /** Never throws but for the timeout, which would be no answer. */
  Answered answer(Callable<?> question) throws TimeoutException {
    try {
      return new Answered(threads.within(limits.timeout(), question), null);
    } catch (TimeoutException e) {
      throw e;
    } catch (Throwable e) {
      return new Answered(null, e);
    }
  }

  /** Whether there is room for one more suspect; whoever has it gives it back. */
  boolean admit() {
    return suspects.tryAcquire();
  }

  void dismiss() {
    suspects.release();
  }

  void later(Runnable step, Duration delay, Runnable full) {
    threads.offerLater(step, delay, full);
  }

  boolean isClosed() {
    return closed;
  }

  /** Forgets what is under way. */
  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
