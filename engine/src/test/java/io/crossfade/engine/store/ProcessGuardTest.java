package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several of one process at one guard.
class ProcessGuardTest {
  @TempDir Path directory;

  @Test
  void thoseWhoLookDisturbNeitherEachOtherNorWhoeverTakesIt() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      List<CompletableFuture<Void>> looking =
          Stream.generate(() -> CompletableFuture.runAsync(() -> look(over), threads))
              .limit(3)
              .toList();
      try {
        for (int i = 0; i < 300; i++) {
          try (ProcessGuard _ = ProcessGuard.take(directory, Duration.ofSeconds(10))) {
            assertThat(ProcessGuard.isHeld(directory)).isTrue();
          }
        }
      } finally {
        over.set(true);
      }
      CompletableFuture.allOf(looking.toArray(new CompletableFuture<?>[0]))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private void look(AtomicBoolean over) {
    while (!over.get()) {
      boolean _ = ProcessGuard.isHeld(directory);
    }
  }
}
