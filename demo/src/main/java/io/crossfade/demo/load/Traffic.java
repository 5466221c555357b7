package io.crossfade.demo.load;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.RecordReader;
import io.crossfade.demo.record.RecordTail;
import io.crossfade.demo.record.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The workload's process and its record, as seen by who started it.
public final class Traffic implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LoadProcess process;
  private final Path record;
  private final RecordTail tail;
  private final long begun = System.nanoTime();

  private Traffic(LoadProcess process, Path record) {
    this.process = process;
    this.record = record;
    this.tail = new RecordTail(record);
  }

  /// Returns once the clients are at work.
  ///
  /// @param directory for its record and its log
  /// @param arguments as [Load] takes them, without `--record`
  public static Traffic start(Path directory, List<String> arguments) throws IOException {
    Path record = directory.resolve("workload.record");
    List<String> all = new ArrayList<>(List.of("--record", record.toString()));
    all.addAll(arguments);
    return new Traffic(LoadProcess.start(all, directory.resolve("workload.log")), record);
  }

  public long count(Status status) {
    try {
      return tail.count(status);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the workload's record", e);
    }
  }

  /// Acknowledged transactions per second, from the beginning.
  public long rate() {
    return count(Status.ACK) * 1_000_000_000L / Math.max(1, System.nanoTime() - begun);
  }

  /// Waits until so many more transactions are acknowledged.
  public void awaitMore(long transactions) {
    long wanted = count(Status.ACK) + transactions;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count(Status.ACK) < wanted) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The workload makes no progress; see workload.log beside " + record);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /// Lets the clients finish what they began, and returns everything they did.
  public List<Attempt> stop() throws IOException, InterruptedException {
    process.stop();
    return RecordReader.read(record);
  }

  @Override
  public void close() {
    process.close();
  }
}
