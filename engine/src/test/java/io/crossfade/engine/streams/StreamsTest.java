package io.crossfade.engine.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Database;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Log;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Workspace;
import io.crossfade.engine.FakeWorkplace;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MemoryLog;
import io.crossfade.engine.Setup;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.strategies.FollowTheLog;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.follow.Following;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A source that has told everything, and hides what is committed there: its standby is away.
@Timeout(30)
class StreamsTest {
  private static final Identity SERVER = new Identity("1", 1, "18");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger hidden = new AtomicInteger();
  private long hiddenUntil = Long.MAX_VALUE;
  private final Hiding hiding = new Hiding();
  private final FakeWorkplace workplace = new FakeWorkplace(hiding.database, hiding, threads);
  private final Setup setup =
      new Setup(
          new Lease("shop", "store", 1),
          new MappingPlan(
              new Mapping(Direction.FORWARD, List.of()),
              new Mapping(Direction.REVERSE, List.of()),
              List.of(),
              Map.of()),
          workplace,
          workplace,
          threads,
          Thread.ofVirtual().factory(),
          "giver",
          true);
  private final Streams streams =
      new Streams(
          setup,
          new FollowTheLog(setup),
          Journal.open(new MemoryLog(), new Lease("shop", "test", 1)));

  @AfterEach
  void stop() {
    threads.shutdownNow();
    streams.close();
  }

  @Test
  void whoWaitsForWhatIsHiddenGivesWay() {
    Sync sync =
        sync(() -> {
          if (hidden.get() > 2) {
            throw new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "a rollback waits");
          }
        });
    assertThatThrownBy(sync::catchUp).hasMessage("a rollback waits");
    assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void whatIsSeenInTheEndIsWaitedFor() {
    hiddenUntil = Duration.ofMinutes(4).toNanos();
    assertThat(sync(() -> {}).catchUp()).isEqualTo(new At(7));
    assertThat(nanos.get()).isGreaterThanOrEqualTo(hiddenUntil);
  }

  @Test
  void whatStaysHiddenIsNotWaitedForLongerThanPatienceLasts() {
    assertThatThrownBy(sync(() -> {})::catchUp).hasMessage("hidden");
    assertThat(Duration.ofNanos(nanos.get())).isBetween(PATIENCE, PATIENCE.plusSeconds(1));
  }

  private Sync sync(Runnable meanwhile) {
    streams.start(Direction.FORWARD, Following.Mode.APPLY);
    return streams.sync(Direction.FORWARD, PATIENCE, meanwhile);
  }

  private record At(long place) implements Position {
    @Override
    public String encode() {
      return Long.toString(place);
    }

    @Override
    public int compareTo(Position other) {
      return Long.compare(place, ((At) other).place);
    }
  }

  /// Both sides at once. Nobody can open its log: all of it is read already.
  private final class Hiding implements Timing {
    private final Database database =
        offering(
            Database.class,
            (method, arguments) ->
                switch (method) {
                  case "identity" -> SERVER;
                  case "workspace" -> offering(Workspace.class, this::workspace);
                  default -> offering(Log.class, this::log);
                });

    private Object workspace(String method, Object[] arguments) {
      return method.equals("stream") ? Optional.of(new StreamState("7", SERVER)) : List.of();
    }

    private Object log(String method, Object[] arguments) {
      return switch (method) {
        case "position", "marker", "end" -> new At(7);
        case "awaitVisible" -> hide((Duration) arguments[1]);
        case "awaitCommitting" -> method;
        default -> throw new CrossfadeException(ErrorCode.DATABASE_FAILED, method + ": is away");
      };
    }

    private Object hide(Duration patience) {
      if (nanos.get() >= hiddenUntil) {
        return patience;
      }
      hidden.incrementAndGet();
      nanos.addAndGet(patience.toNanos());
      throw new CrossfadeException(ErrorCode.DEADLINE_PASSED, "hidden");
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      Thread.sleep(1);
    }
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  /// What is asked for a void method is not looked at.
  private static <T> T offering(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                answer.to(method.getName(), arguments == null ? new Object[0] : arguments)));
  }
}
