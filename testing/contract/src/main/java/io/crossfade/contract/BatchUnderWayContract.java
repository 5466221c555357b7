package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Write;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a batch has found when it began holds until it ends, or it writes nothing. */
public interface BatchUnderWayContract extends ContractScene {
  long UNDER_WAY_NANOS = 30_000_000_000L;

  /**
   * A batch that dropped changes for the first of two chunks, and now waits for a row. It is under
   * way when the first chunk is passed over by who opens one: the one with fewer attempts has its
   * turn, else the first.
   */
  default CompletableFuture<Applied> batchUnderWay(TableMapping mapping) {
    List<KeyRange> ranges =
        List.of(new KeyRange(null, Key.of("5")), new KeyRange(Key.of("5"), null));
    target().workspace().plan(LEASE, mapping.from().name(), ranges);
    CompletableFuture<Applied> batch = CompletableFuture.supplyAsync(() -> applyAtLast(mapping));
    long deadline = System.nanoTime() + UNDER_WAY_NANOS;
    int attempts = 0;
    while (true) {
      Chunk opened = target().workspace().open(LEASE).orElseThrow();
      if (opened.id().number() == 0) {
        attempts = opened.attempt();
      } else if (attempts < opened.attempt()) {
        return batch;
      }
      target().workspace().reopen(LEASE, opened);
      assertThat(System.nanoTime()).as("a batch holds the first chunk").isLessThan(deadline);
    }
  }

  private Applied applyAtLast(TableMapping mapping) {
    Set<ChunkId> dropped = Set.of(new ChunkId(mapping.from().name(), 0));
    Write write = new Write.Upsert(mapping, List.of(Row.of("1", "ours", "1.00", null)));
    Applied applied = apply(mapping, dropped, write);
    while (applied instanceof Applied.ChunksOpened) {
      applied = apply(mapping, dropped, write);
    }
    return applied;
  }

  @Test
  default void chunkThatABatchDroppedForIsNotOpenedBeforeItsEnd() {
    TableMapping mapping = items();
    insertItems(Side.TARGET, "1");
    CompletableFuture<Applied> batch;
    try (ApplicationSession holder = application(Side.TARGET)) {
      holder.begin();
      holder.update("item", "1", "name", "theirs");
      batch = batchUnderWay(mapping);
      holder.commit();
    }

    assertThat(target().workspace().open(LEASE).orElseThrow().id().number()).isZero();
    assertThat(batch.join()).isInstanceOf(Applied.Done.class);
    assertThat(content(Side.TARGET, "item", "name")).containsExactly("ours");
  }

  @Test
  default void whoTakesTheLeaseWaitsForABatchOrEndsIt() {
    TableMapping mapping = items();
    insertItems(Side.TARGET, "1");
    CompletableFuture<Applied> batch;
    try (ApplicationSession holder = application(Side.TARGET)) {
      holder.begin();
      holder.update("item", "1", "name", "theirs");
      batch = batchUnderWay(mapping);
      target().workspace().take(NEWER);
      holder.commit();
    }

    assertThatThrownBy(batch::join).hasCauseInstanceOf(CrossfadeException.class);
    assertThat(content(Side.TARGET, "item", "name")).containsExactly("theirs");
  }
}
