package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Chunk;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A chunk that was opened by somebody who was cut off before a session stood for it: the stream
 * would wait for it for ever.
 */
class AbandonedChunkIT {
  private Scene scene;

  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "INSERT INTO t SELECT n FROM generate_series(1, 100) n")
            .plan(10);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void isCopiedByTheSameProcessWhenItGoesOn() {
    scene.open();

    scene.backfill();

    assertAllIsCopied();
  }

  /** Its server has carried out what nobody waited for any more. */
  @Test
  void isCopiedAlsoWhereItWasOpenedOnlyAfterTheOthersHaveGoneOn() {
    Chunk late = scene.open();
    scene.target.real().workspace().reopen(scene.lease, late);
    AtomicBoolean isOpened = new AtomicBoolean();
    scene
        .target
        .hooks()
        .after(
            "ChunkWrite.commit",
            () -> {
              if (isOpened.compareAndSet(false, true)) {
                scene.open();
              }
            });

    scene.backfill();

    assertThat(isOpened).isTrue();
    assertAllIsCopied();
  }

  private void assertAllIsCopied() {
    assertThat(scene.chunks()).extracting(Chunk::state).containsOnly(Chunk.State.DONE);
    scene.assertSame();
  }
}
