package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.model.CrossfadeException;
import io.crossfade.transfer.follow.Follower;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What nobody has thought of: writers, copiers and a stream that starts anew, all at random. The
 * seed is in the test's name; {@code -Dstorm.seed=N} runs that one.
 */
class StitchStormIT {
  private static final int WRITERS = 3;
  private static final int TRANSACTIONS = 1_000;

  static LongStream seeds() {
    Long wanted = Long.getLong("storm.seed");
    return wanted == null ? LongStream.of(1, 2, 3) : LongStream.of(wanted);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsLostOrDifferent(long seed) {
    Random random = new Random(seed);
    AtomicInteger written = new AtomicInteger();
    try (Scene scene = new Scene()) {
      StormWriter.makeTables(scene.source);
      scene.with().plan(20);
      int chunks = scene.chunks().size();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(
            scene.inBackground(
                new StormWriter(scene.source, random.nextLong(), TRANSACTIONS, written)));
      }
      Future<?> one = copier(scene, random.nextLong(), written, chunks);
      Future<?> two = copier(scene, random.nextLong(), written, chunks);

      Follower follower = scene.follow();
      for (int part = 1; part <= 8; part++) {
        int until = part * WRITERS * TRANSACTIONS / 8;
        Await.until(
            "the writers have come so far",
            () -> written.get() >= until || writers.stream().anyMatch(Future::isDone));
        if (random.nextBoolean()) {
          follower.close();
          follower = scene.follow();
        }
      }
      writers.forEach(Await::result);
      Await.result(one);
      Await.result(two);
      scene.awaitApplied(follower);
      assertThat(scene.chunks()).allMatch(chunk -> chunk.state() == Chunk.State.DONE);
      scene.assertSame();
    }
  }

  /** Takes several chunks, gives some back, and copies the others while the writers go on. */
  private static Future<?> copier(Scene scene, long seed, AtomicInteger written, int chunks) {
    Random random = new Random(seed);
    int pace = WRITERS * TRANSACTIONS * 2 / 3 / chunks;
    return scene.inBackground(() -> {
      int until = 0;
      List<Chunk> taken = take(scene, 1);
      while (!taken.isEmpty()) {
        Collections.shuffle(taken, random);
        for (Chunk chunk : taken) {
          until += pace;
          int wanted = until;
          Await.until("it is time", () -> written.get() >= wanted);
          if (random.nextInt(3) == 0) {
            giveBack(scene, chunk, random.nextBoolean());
          } else {
            scene.copy(chunk);
          }
        }
        taken = take(scene, 1 + random.nextInt(3));
      }
      return null;
    });
  }

  private static List<Chunk> take(Scene scene, int count) {
    List<Chunk> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Chunk> chunk = scene.target.real().workspace().open(scene.lease);
      chunk.ifPresent(taken::add);
    }
    return taken;
  }

  private static void giveBack(Scene scene, Chunk chunk, boolean butCopyYet) {
    scene.target.real().workspace().reopen(scene.lease, chunk);
    if (butCopyYet) {
      assertThatThrownBy(() -> scene.copy(chunk)).isInstanceOf(CrossfadeException.class);
    }
  }
}
