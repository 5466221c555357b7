package io.crossfade.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One thread plays everybody: what others do at a step stands in a script. */
final class ScriptedTurn implements Turn {
  private final Map<String, Runnable> before = new HashMap<>();
  private final Map<String, Runnable> after = new HashMap<>();
  private final Queue<Runnable> later = new ArrayDeque<>();

  /** The next time that somebody comes to this step, or waits there. */
  void before(String step, Runnable others) {
    before.put(step, others);
  }

  void after(String step, Runnable others) {
    after.put(step, others);
  }

  /** What the server goes on with by itself. */
  void serverGoesOn() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  @Override
  public <T> T take(String what, Supplier<T> work) {
    play(before, what);
    T result = work.get();
    play(after, what);
    return result;
  }

  /** Whoever waits here has nobody else to wait for than the script. */
  @Override
  public boolean await(String what, BooleanSupplier condition, Duration patience) {
    if (!condition.getAsBoolean()) {
      play(before, "wait to " + what);
    }
    return condition.getAsBoolean();
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public void now(Runnable work) {
    work.run();
  }

  @Override
  public void later(String what, Runnable work) {
    later.add(work);
  }

  private static void play(Map<String, Runnable> script, String step) {
    Runnable others = script.remove(step);
    if (others != null) {
      others.run();
    }
  }
}
