package io.crossfade.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.transfer.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final List<String> told = new ArrayList<>();
  private final Scheduler scheduler = new Scheduler(new Chance(7));
  private final SimulatedTiming timing = new SimulatedTiming(scheduler);

  @Test
  void theSeedSaysWhoGoesFirst() {
    assertThat(order(1)).isEqualTo(order(1)).hasSize(30);
    assertThat(order(1)).isNotEqualTo(order(2));
  }

  private static List<String> order(long seed) {
    List<String> order = new ArrayList<>();
    Scheduler scheduler = new Scheduler(new Chance(seed));
    for (String name : List.of("a", "b", "c")) {
      scheduler
          .actor(name)
          .start(() -> {
            for (int i = 0; i < 10; i++) {
              order.add(name);
              scheduler.giveWay();
            }
          });
    }
    boolean _ = scheduler.runUntil(() -> false);
    return order;
  }

  @Test
  void timeJumpsToTheNextSleeper() {
    scheduler.actor("sleeper").start(() -> sleep(Duration.ofHours(1), "slept"));
    assertThat(scheduler.runUntil(() -> !told.isEmpty())).isTrue();
    assertThat(Duration.ofNanos(scheduler.now()))
        .isBetween(Duration.ofHours(1), Duration.ofHours(2));
  }

  @Test
  void whoWaitsIsWokenByAChangeOrByTheTime() {
    Watched watched = new Watched(timing);
    CompletableFuture<String> news = new CompletableFuture<>();
    Actor actor = scheduler.actor("waiting");
    actor.start(() -> told.add("in vain: " + await(watched, news, Duration.ofSeconds(1))));
    actor.start(() -> told.add("in time: " + await(watched, news, Duration.ofSeconds(9))));
    scheduler
        .actor("changing")
        .start(() -> {
          sleep(Duration.ofSeconds(5), "slept");
          watched.change(() -> news.complete("news"));
        });
    assertThat(scheduler.runUntil(() -> told.size() == 3)).isTrue();
    assertThat(told).containsExactly("in vain: false", "slept", "in time: true");
    assertThat(Duration.ofNanos(scheduler.now())).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void whoIsKilledNeverGoesOn() {
    Actor actor = scheduler.actor("victim");
    actor.start(() -> {
      try {
        sleep(Duration.ofSeconds(1), "never");
      } finally {
        told.add("never either");
      }
    });
    scheduler
        .actor("killer")
        .start(() -> {
          timing.pauseOrStop(Duration.ofMillis(500));
          actor.kill();
        });
    assertThat(scheduler.runUntil(() -> !told.isEmpty())).as("nobody is left").isFalse();
  }

  @Test
  void whoIsStoppedGoesOnWhereItWas() {
    Actor actor = scheduler.actor("sleeping");
    actor.start(() -> sleep(Duration.ofSeconds(1), "woken at last"));
    scheduler
        .actor("stopping")
        .start(() -> {
          actor.freeze();
          sleep(Duration.ofSeconds(5), "meanwhile");
          actor.thaw();
        });
    assertThat(scheduler.runUntil(() -> told.size() == 2)).isTrue();
    assertThat(told).containsExactly("meanwhile", "woken at last");
  }

  /// Such a wait would end at another place each time.
  @Test
  void whatWaitsByRealTimeIsNoticed() {
    // Long enough that it is parked by the time it is woken.
    scheduler.actor("impatient").start(() -> LockSupport.parkNanos(50_000_000));
    Actor busy = scheduler.actor("busy");
    busy.start(() -> {
      while (true) {
        scheduler.giveWay();
      }
    });
    assertThatThrownBy(() -> scheduler.runUntil(() -> scheduler.steps() > 100_000_000))
        .hasMessageContaining("no longer the same for the same seed");
  }

  private void sleep(Duration duration, String afterwards) {
    timing.pauseOrStop(duration);
    told.add(afterwards);
  }

  private static boolean await(Watched watched, CompletableFuture<String> news, Duration patience) {
    try {
      return watched.await(news::isDone, patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
