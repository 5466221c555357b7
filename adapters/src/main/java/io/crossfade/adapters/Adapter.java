package io.crossfade.adapters;

import io.crossfade.client.RouteAnswer;
import io.crossfade.client.RouteSource;
import io.crossfade.client.RouterState;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A router whose transactions run through somebody else's program: it follows the route, leads the
/// program by it, and confirms only what it has seen the program do.
///
/// It remembers nothing of the program: each round looks how that is, and makes it as the route
/// says. So it may be killed at any moment, and so may the program. A hold is ended by a newer
/// route and by nothing else: not by a failure, nor by the end of this process.
public final class Adapter implements AutoCloseable {
  /// While transactions under way are waited for.
  private static final Duration CLOSE_LOOK = Duration.ofMillis(3);

  /// While all wait: a program that is started anew lets them through.
  private static final Duration HELD_LOOK = Duration.ofMillis(50);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

  /// Shorter than any lease.
  private static final Duration RENEWAL = Duration.ofSeconds(1);

  /// More than a program takes that does not answer.
  private static final Duration LAST_ROUND = Duration.ofSeconds(5);

  private final RouteSource source;
  private final Program program;
  private final Consumer<String> telling;
  private final NewestAnswer newest;
  private final Thread follower =
      Thread.ofPlatform().daemon().name("crossfade-adapter-routes").unstarted(this::follow);
  private final Thread leader =
      Thread.ofPlatform().daemon().name("crossfade-adapter").unstarted(this::lead);
  private volatile boolean closed;

  // The leader's alone, until it has ended.
  private long confirmed;
  private long inFlight;
  private long sequence;
  private String told = "";
  private String failure = "";

  private Adapter(RouteSource source, Program program, Consumer<String> telling) {
    this.source = source;
    this.program = program;
    this.telling = telling;
    this.newest = new NewestAnswer(source.current());
  }

  /// Leads the program from now on. Source and program are closed with the adapter.
  ///
  /// @param telling is told what is done and what fails, a line each
  public static Adapter start(RouteSource source, Program program, Consumer<String> telling) {
    Adapter adapter = new Adapter(source, program, telling);
    adapter.follower.start();
    adapter.leader.start();
    return adapter;
  }

  /// Waits until it is closed.
  public void awaitEnd() throws InterruptedException {
    leader.join();
  }

  /// Renews the lease too, also while the program does not answer: a switch then waits for it, and
  /// is called off rather than made without it.
  private void follow() {
    try {
      while (!closed) {
        newest.take(source.awaitNewer(newest.get().epoch(), RENEWAL));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lead() {
    try {
      while (!closed) {
        RouteAnswer answer = newest.get();
        newest.awaitOther(answer, round(answer));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns how long to wait for the next one.
  private Duration round(RouteAnswer answer) {
    Route route = answer.route();
    try {
      Duration pause = route.held() ? held(route) : led(answer);
      failure = "";
      return pause;
    } catch (RuntimeException e) {
      report(false);
      String why = e instanceof CrossfadeException ? "" + e.getMessage() : e.toString();
      if (!why.equals(failure)) {
        failure = why;
        told = "";
        telling.accept(
            "%s does not follow epoch %d: %s".formatted(program.name(), route.epoch(), why));
      }
      return AFTER_FAILURE;
    }
  }

  private Duration held(Route route) {
    Program.Held held = program.hold();
    inFlight = held.inFlight();
    if (!held.drained()) {
      report(false);
      return CLOSE_LOOK;
    }
    confirmed = route.epoch();
    report(true);
    tell("holds new transactions", route);
    return HELD_LOOK;
  }

  private Duration led(RouteAnswer answer) {
    Route route = answer.route();
    if (route.writes().mirrored()) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "the route writes both sides, and it can send a transaction to one only. Applications of"
              + " this migration have to use the client.");
    }
    Side writes = route.writes().authoritative();
    Side reads = route.percent() == 100 ? route.reads() : writes;
    inFlight = program.lead(writes, reads);
    confirmed = route.epoch();
    // it does what it is told, so nothing speaks against a hold
    report(inFlight == 0, answer.next());
    tell("writes the %s and reads the %s".formatted(writes.spelled(), reads.spelled()), route);
    return LOOK;
  }

  private void report(boolean drained) {
    report(drained, null);
  }

  /// @param ready where writes may move
  private void report(boolean drained, @Nullable Side ready) {
    source.report(
        new RouterState(confirmed, inFlight, drained, closed, ++sequence, 0, 0, 0, ready));
  }

  private void tell(String what, Route route) {
    String line = "%s %s (epoch %d)".formatted(program.name(), what, route.epoch());
    if (!line.equals(told)) {
      told = line;
      telling.accept(line);
    }
  }

  /// Leaves the program as it is, so that one that holds goes on to hold.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    follower.interrupt();
    leader.interrupt();
    try {
      boolean _ = leader.join(LAST_ROUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    report(false);
    if (newest.get().route().held()) {
      telling.accept(
          "%s goes on to hold new transactions until an adapter leads it again. By hand: %s"
              .formatted(program.name(), program.release()));
    }
    source.close();
    program.close();
  }
}
