package io.crossfade.demo.chaos;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Cuts over, watches for a while, rolls back, and again, as long as things go wrong; compares and
/// rehearses now and then. A verb that fails is given again, as the pages say; a gate that refuses
/// is answered by a comparison.
final class Operator {
  private static final long LOOK_SECONDS = 1;
  private static final int LONGEST_BAKE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Engines engines;
  private final Verbs verbs;
  private final Chronicle chronicle;
  private final Random random;
  private final CountDownLatch over = new CountDownLatch(1);

  private @Nullable Thread thread;

  Operator(Engines engines, Verbs verbs, Chronicle chronicle, Random random) {
    this.engines = engines;
    this.verbs = verbs;
    this.chronicle = chronicle;
    this.random = random;
  }

  /// @param beforeEachMove is done right before a switch or a rehearsal is asked for
  void start(Runnable beforeEachMove) {
    thread = Thread.ofPlatform().name("operator").start(() -> work(beforeEachMove));
  }

  /// Lets it end what it is doing.
  void stop() throws InterruptedException {
    over.countDown();
    if (thread != null) {
      thread.join();
    }
  }

  private void work(Runnable beforeEachMove) {
    try {
      while (!over.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        Optional<Status> status = engines.status();
        if (status.isPresent()) {
          goOn(status.get().where().phase(), beforeEachMove);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      chronicle.violation("the operator has stopped: " + e);
    }
  }

  /// What comes before reads are shifted goes on by itself.
  private void goOn(Phase phase, Runnable beforeEachMove) throws IOException, InterruptedException {
    boolean away = phase == Phase.CUT_OVER;
    if (!away && phase != Phase.READS_SHIFTED && phase != Phase.ROLLED_BACK) {
      return;
    }
    if (over.await(1 + random.nextInt(LONGEST_BAKE), TimeUnit.SECONDS)) {
      return;
    }
    if (random.nextInt(3) == 0) {
      var _ = verbs.say("verify");
    }
    if (random.nextInt(5) == 0) {
      beforeEachMove.run();
      var _ = verbs.say("rehearse");
    }
    beforeEachMove.run();
    move(away ? "rollback" : "cutover");
  }

  private boolean move(String verb) throws IOException, InterruptedException {
    Answered answered = verbs.say(verb);
    if (answered.exitCode() == Answered.GATE_REFUSED) {
      var _ = verbs.say("verify");
    }
    return answered.isDone();
  }

  /// When nothing goes wrong any more: to the target, and to a clean comparison.
  ///
  /// @return whether it got there
  boolean bringHome() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<Status> status = Optional.empty();
    while (System.nanoTime() < deadline) {
      status = engines.status();
      Optional<Phase> phase = status.map(told -> told.where().phase());
      if (phase.equals(Optional.of(Phase.CUT_OVER))) {
        return true;
      }
      if (phase.equals(Optional.of(Phase.READS_SHIFTED))
          || phase.equals(Optional.of(Phase.ROLLED_BACK))) {
        var _ = move("cutover");
      }
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
    }
    chronicle.violation(
        "everything is up, and the migration did not come to the target within %d min; last it was %s"
            .formatted(
                PATIENCE.toMinutes(),
                status.map(told -> told.where() + ", " + told.outlook()).orElse("not to be asked")));
    return false;
  }
}
