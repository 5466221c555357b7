package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.log.TransactionQueue;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TransactionQueueTest {
  private static final Duration NOW = Duration.ZERO;
  private final TransactionQueue queue = new TransactionQueue(new Lsn(100), 1_000, 3);

  @Test
  void givesTransactionsInTheirOrder() throws InterruptedException {
    queue.offer(ending(110), 1, 0);
    queue.offer(ending(120), 1, 0);
    assertThat(queue.poll(NOW)).isEqualTo(ending(110));
    assertThat(queue.poll(NOW)).isEqualTo(ending(120));
    assertThat(queue.poll(NOW)).isNull();
  }

  @Test
  void isThroughOnlyWithWhatWasTaken() throws InterruptedException {
    assertThat(queue.takenThrough()).isEqualTo(new Lsn(100));
    queue.advance(new Lsn(105));
    assertThat(queue.takenThrough()).isEqualTo(new Lsn(105));
    queue.offer(ending(110), 1, 0);
    queue.offer(ending(120), 1, 0);
    queue.advance(new Lsn(130));
    assertThat(queue.takenThrough()).isEqualTo(new Lsn(105));
    queue.poll(NOW);
    assertThat(queue.takenThrough()).isEqualTo(new Lsn(110));
    queue.poll(NOW);
    assertThat(queue.takenThrough()).isEqualTo(new Lsn(130));
    queue.advance(new Lsn(90));
    assertThat(queue.takenThrough()).isEqualTo(new Lsn(130));
  }

  @Test
  void isBoundedByWeightAndCount() throws InterruptedException {
    assertThat(queue.offer(ending(110), 600, 0)).isTrue();
    assertThat(queue.offer(ending(120), 600, 1_000)).isFalse();
    assertThat(queue.offer(ending(120), 300, 0)).isTrue();
    assertThat(queue.offer(ending(130), 1, 0)).isTrue();
    assertThat(queue.offer(ending(140), 1, 0)).as("the fourth").isFalse();
    queue.poll(NOW);
    assertThat(queue.offer(ending(140), 600, 0)).isTrue();
  }

  @Test
  void letsOneThatIsTooLargePassAlone() throws InterruptedException {
    assertThat(queue.offer(ending(110), 5_000, 0)).isTrue();
    assertThat(queue.offer(ending(120), 1, 0)).isFalse();
    assertThat(queue.poll(NOW)).isEqualTo(ending(110));
    assertThat(queue.offer(ending(120), 1, 0)).isTrue();
  }

  @Test
  void wakesWhoWaitsForRoomAndWhoWaitsForATransaction() throws Exception {
    queue.offer(ending(110), 1_000, 0);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> offerPatiently(ending(120)));
    assertThat(queue.poll(NOW)).isEqualTo(ending(110));
    assertThat(queue.poll(Duration.ofSeconds(30))).isEqualTo(ending(120));
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void failsOnlyAfterWhatCameBefore() throws InterruptedException {
    queue.offer(ending(110), 1, 0);
    queue.fail(new CrossfadeException(ErrorCode.SOURCE_LOG_LOST, "first"));
    queue.fail(new CrossfadeException(ErrorCode.DATABASE_FAILED, "second"));
    assertThat(queue.poll(NOW)).isEqualTo(ending(110));
    assertThatThrownBy(() -> queue.poll(Duration.ofSeconds(30)))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_LOG_LOST))
        .hasMessage("first");
  }

  private boolean offerPatiently(LoggedTransaction transaction) {
    try {
      return queue.offer(transaction, 1_000, Duration.ofSeconds(30).toNanos());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LoggedTransaction ending(long end) {
    return new LoggedTransaction(1, new Lsn(end), Instant.EPOCH, null, List.of());
  }
}
