package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process ends at any of the places where it has to do with a store: 200 seeds for each
 * guarantee. What the two stores and the disk have then is what the next process finds.
 */
class KillPointsTest {
  private static final int SEEDS = 200;
  private static final Duration IN_DOUBT = Duration.ofMinutes(2);

  /** The end of the process, which no part of it outlives. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @TempDir Path disk;

  private final Routes routes = new Routes().mirroredFrom(Side.SOURCE);
  private MemoryStore source = new MemoryStore();
  private MemoryStore target = new MemoryStore();
  private long nanos;

  @AfterEach
  void close() {
    routes.close();
  }

  @Test
  void withDurableIntentNothingIsLost() throws Exception {
    int torn = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Path before = disk.resolve(seed + "-before");
      torn += runUntilKilled(random, before) ? 1 : 0;
      Path found = found(before, random);
      try (DualWriter next = writer().durableIntent(found).start()) {
        for (int i = 0; i < 3; i++) {
          next.drain();
          nanos += IN_DOUBT.toNanos();
        }
        assertThat(next.pending()).as("seed %d", seed).isZero();
      }
      assertThat(target.values()).as("seed %d", seed).isEqualTo(source.values());
    }
    assertThat(torn).as("seeds in which the kill left the sides different").isGreaterThan(40);
  }

  @Test
  void withBestEffortTheNextProcessKnowsNothingAndAComparisonFindsAll() throws Exception {
    int torn = 0;
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      boolean different = runUntilKilled(new SplittableRandom(seed), null);
      torn += different ? 1 : 0;
      try (DualWriter next = writer().bestEffort().start()) {
        next.drain();
        assertThat(next.pending()).isZero();
        assertThat(target.values().equals(source.values())).isEqualTo(!different);
        for (String key : differing()) {
          found++;
          // What a comparison finds is written again, and so mirrored.
          next.write(
              new Item("note", key),
              side -> {
                source.write(key, source.values().get(key));
                return null;
              });
        }
      }
      assertThat(target.values()).as("seed %d", seed).isEqualTo(source.values());
    }
    assertThat(torn).isGreaterThan(40);
    assertThat(found).isGreaterThanOrEqualTo(torn);
  }

  private DualWriterBuilder writer() {
    return DualWriter.with(routes.router)
        .store("note", source, target)
        .mirrorsOn(Runnable::run)
        .limits(100, IN_DOUBT)
        .drainEvery(null)
        .given(() -> nanos, () -> 0.5);
  }

  /** Writes until the place is reached; whether the sides are different then. */
  private boolean runUntilKilled(SplittableRandom random, @Nullable Path directory)
      throws Exception {
    source = new MemoryStore();
    target = new MemoryStore();
    DualWriterBuilder builder = writer();
    DualWriter killed =
        (directory == null ? builder.bestEffort() : builder.durableIntent(directory)).start();
    int[] left = {random.nextInt(30)};
    MemoryStore.Seam seam =
        place -> {
          if (left[0]-- <= 0) {
            throw new Killed();
          }
        };
    source.seam = seam;
    target.seam = seam;
    try {
      while (true) {
        String key = String.valueOf(random.nextInt(4));
        String value = random.nextInt(4) == 0 ? null : "v" + random.nextInt();
        killed.write(
            new Item("note", key),
            side -> {
              source.write(key, value);
              return null;
            });
      }
    } catch (Killed end) {
      source.seam = place -> {};
      target.seam = place -> {};
      return !target.values().equals(source.values());
    }
  }

  /** The disk as it is, with what a crash may have left behind the last word that is on it. */
  private Path found(Path before, SplittableRandom random) throws IOException {
    Path after = Files.createDirectory(before.resolveSibling(before.getFileName() + "-after"));
    Path file = after.resolve("intents");
    Files.copy(before.resolve("intents"), file);
    byte[] garbage = new byte[random.nextInt(8) == 0 ? 20 : 0];
    random.nextBytes(garbage);
    Files.write(file, garbage, StandardOpenOption.APPEND);
    return after;
  }

  private Iterable<String> differing() {
    Map<String, String> here = source.values();
    Map<String, String> there = target.values();
    Map<String, String> all = new HashMap<>(here);
    all.putAll(there);
    all.keySet()
        .removeIf(key -> String.valueOf(here.get(key)).equals(String.valueOf(there.get(key))));
    return all.keySet();
  }
}
