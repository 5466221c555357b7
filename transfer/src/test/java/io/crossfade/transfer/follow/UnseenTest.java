package io.crossfade.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Database;
import io.crossfade.connector.Log;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnseenTest {
  private final List<Collection<?>> asked = new ArrayList<>();
  private boolean isHidden;
  private boolean commitsHang;
  private final List<Duration> awaitedCommits = new ArrayList<>();
  private final Unseen unseen = new Unseen(database(log()));

  @Test
  void waitsForWhatWasWrittenAndOnlyOnce() {
    unseen.add(transactions(1, 3));
    unseen.awaitVisible(Duration.ofSeconds(1));
    unseen.add(transactions(4, 4));
    unseen.awaitVisible(Duration.ofSeconds(1));
    assertThat(asked).containsExactly(List.of(1L, 2L, 3L), List.of(4L));
  }

  @Test
  void whatStaysHiddenIsWaitedForAgain() {
    unseen.add(transactions(1, 2));
    isHidden = true;
    assertThatThrownBy(() -> unseen.awaitVisible(Duration.ZERO)).hasMessage("hidden");
    isHidden = false;
    unseen.awaitVisible(Duration.ZERO);
    assertThat(asked).containsExactly(List.of(1L, 2L), List.of(1L, 2L));
  }

  /** Its numbers are not known any more. */
  @Test
  void whatAProcessBeforeHasWrittenIsWaitedForOnce() {
    unseen.awaitVisible(Duration.ofSeconds(1));
    unseen.awaitVisible(Duration.ofSeconds(1));
    assertThat(awaitedCommits).containsExactly(Duration.ofSeconds(1));
  }

  /** It may be somebody's statement that takes hours. */
  @Test
  void whatAProcessBeforeMayHaveWrittenIsNotWaitedForForEver() {
    commitsHang = true;
    assertThatThrownBy(() -> unseen.awaitVisible(Duration.ofSeconds(40))).hasMessage("hidden");
    assertThat(asked).as("whoever reads now may read too early").isEmpty();
    unseen.awaitVisible(Duration.ofSeconds(40));
    unseen.awaitVisible(Duration.ofSeconds(40));
    assertThat(awaitedCommits).containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(20));
    assertThat(asked).hasSize(2);
  }

  @Test
  void forgetsWhatIsVisibleThoughNobodyAsks() {
    isHidden = true;
    unseen.add(transactions(1, 15_000));
    assertThat(asked).as("asked without waiting, and kept").hasSize(1);
    isHidden = false;
    unseen.add(transactions(15_001, 20_000));
    unseen.awaitVisible(Duration.ZERO);
    assertThat(asked.get(2)).isEmpty();
  }

  private static List<LoggedTransaction> transactions(long first, long last) {
    Position somewhere =
        new Position() {
          @Override
          public String encode() {
            return "somewhere";
          }

          @Override
          public int compareTo(Position other) {
            return 0;
          }
        };
    return LongStream.rangeClosed(first, last)
        .mapToObj(id -> new LoggedTransaction(id, somewhere, Instant.EPOCH, null, List.of()))
        .toList();
  }

  private Log log() {
    return offering(
        Log.class,
        (proxy, method, arguments) -> {
          boolean isOfCommits = method.getName().equals("awaitCommitting");
          if (isOfCommits) {
            awaitedCommits.add((Duration) arguments[0]);
          } else {
            asked.add((Collection<?>) arguments[0]);
          }
          if (isOfCommits ? commitsHang : isHidden) {
            throw new CrossfadeException(ErrorCode.DEADLINE_PASSED, "hidden");
          }
          return null;
        });
  }

  private static Database database(Log log) {
    return offering(Database.class, (proxy, method, arguments) -> log);
  }

  private static <T> T offering(Class<T> type, InvocationHandler answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
  }
}
