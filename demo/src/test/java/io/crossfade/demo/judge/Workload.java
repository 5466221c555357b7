package io.crossfade.demo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.load.Databases;
import io.crossfade.demo.load.LoadProcess;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.RecordReader;
import io.crossfade.demo.record.RecordTail;
import io.crossfade.demo.record.Status;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A short workload against one side of two shops.
record Workload(Path dir, Side side, String source, String target) {
  static final int ENOUGH = 600;

  static Workload on(Side side, Path dir) throws Exception {
    Workload workload = new Workload(dir, side, Shops.source(), Shops.target());
    new Databases(workload.source, workload.target).write(dir.resolve("databases"));
    return workload;
  }

  /// Starts it, and returns when it has done enough.
  LoadProcess start(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--databases", dir.resolve("databases").toString()));
    arguments.addAll(List.of("--record", record().toString(), "--size", "small"));
    arguments.addAll(List.of("--fixed", side.toString(), "--rate", "600"));
    LoadProcess load = LoadProcess.start(arguments, dir.resolve("load.log"));
    RecordTail tail = new RecordTail(record());
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (tail.count(Status.ACK) < ENOUGH) {
      assertThat(load.isAlive() && System.nanoTime() < deadline).as("the load works").isTrue();
      LockSupport.parkNanos(10_000_000);
    }
    return load;
  }

  /// What it did on this side. The client that bypasses the router always writes the source.
  List<Attempt> attempts() throws IOException {
    List<Attempt> attempts = new ArrayList<>(RecordReader.read(record()));
    attempts.removeIf(a -> side == Side.TARGET && a.kind() == Kind.BYPASS);
    return attempts;
  }

  String database() {
    return side == Side.SOURCE ? source : target;
  }

  private Path record() {
    return dir.resolve("record");
  }
}
