package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The target is dead for an hour, and the application writes 500 new items a second all the time.
 * What it holds in memory meanwhile is what it was allowed to, and not what it has written.
 */
class AnHourWithoutTargetTest {
  private static final int A_SECOND = 500;
  private static final int SECONDS = 3_600;
  private static final long MEGABYTE = 1 << 20;

  /** What was written would need ten times as much. */
  private static final long MOST = 32 * MEGABYTE;

  private final Routes routes = new Routes().mirroredFrom(Side.SOURCE);

  /** What a mirror of a target that hangs waits in. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private long nanos;
  private int refused;

  @AfterEach
  void close() {
    routes.close();
  }

  @Test
  void aTargetThatFails() throws Exception {
    try (DualWriter writer = builder().mirrorsOn(Runnable::run).start()) {
      assertThat(heapAfter(SECONDS, writer)).isLessThan(MOST);
      assertThat(writer.pending()).isEqualTo(1_000);
      assertThat(refused).isZero();
    }
  }

  @Test
  void aTargetThatHangs() throws Exception {
    try (DualWriter writer =
        builder().mirrorsOn(waiting::add).queue(100, WhenFull.REFUSE, Duration.ZERO).start()) {
      assertThat(heapAfter(SECONDS / 10, writer)).isLessThan(MOST);
      assertThat(waiting).as("mirrors under way").hasSize(100);
      assertThat(refused)
          .as("told before anything was written")
          .isEqualTo(SECONDS / 10 * A_SECOND - 100);
    }
  }

  private DualWriterBuilder builder() {
    return DualWriter.with(routes.router)
        .store("note", new Forgetful(false), new Forgetful(true))
        .bestEffort()
        .limits(1_000, Duration.ofMinutes(2))
        .drainEvery(null)
        .given(() -> nanos, () -> 0.5);
  }

  private long heapAfter(int seconds, DualWriter writer) throws InterruptedException {
    long before = heap();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < A_SECOND; i++) {
        nanos += Duration.ofSeconds(1).toNanos() / A_SECOND;
        write(writer, new Item("note", second + "-" + i));
      }
      if (waiting.isEmpty()) {
        writer.drain();
      }
    }
    return heap() - before;
  }

  private void write(DualWriter writer, Item item) {
    try {
      writer.write(item, side -> side);
    } catch (CrossfadeException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.MIRROR_BEHIND);
      refused++;
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Keeps nothing, so that nothing but the writer can fill the memory. */
  private record Forgetful(boolean dead) implements ItemStore<String> {
    @Override
    public Versioned<String> read(String key) {
      return new Versioned<>(1, "said");
    }

    @Override
    public boolean put(String key, Versioned<String> state) throws IOException {
      if (dead) {
        throw new IOException("gone");
      }
      return true;
    }
  }
}
