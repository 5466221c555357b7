package io.crossfade.bench;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.copy.Backfill;
import io.crossfade.transfer.copy.CopyProgress;
import io.crossfade.transfer.copy.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A migration between two databases by the same classes as `crossfade run` has them, with its
/// defaults.
final class Ours implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /// As a manifest that says nothing of it.
  static final long CHUNK_ROWS = 50_000;

  private static final CopyProgress NOBODY =
      new CopyProgress() {
        @Override
        public void copied(ChunkId chunk, long rows) {}

        @Override
        public void failed(ChunkId chunk, CrossfadeException error) {
          throw error;
        }
      };

  private static final Pace.Limit NO_LIMIT =
      new Pace.Limit() {
        @Override
        public long rowsPerSecond() {
          return Long.MAX_VALUE;
        }

        @Override
        public void spent(long rows) {}
      };

  private final Lease lease;
  private final Database source;
  private final Database target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LocalRunner runner;

  private Ours(String migration, Database source, Database target) {
    this.lease = new Lease(migration, "bench", 1);
    this.source = source;
    this.target = target;
    this.runner =
        new LocalRunner(
            Map.of(Side.SOURCE, source, Side.TARGET, target),
            task -> Thread.ofPlatform().daemon().start(task),
            Timing.REAL);
  }

  static Ours open(String migration, Endpoint source, Endpoint target) {
    return new Ours(migration, Connectors.open(source), Connectors.open(target));
  }

  Database source() {
    return source;
  }

  Database target() {
    return target;
  }

  ExecutorService threads() {
    return threads;
  }

  LocalRunner runner() {
    return runner;
  }

  List<Table> tables(List<String> names) {
    return source.catalog().tables().stream()
        .filter(table -> names.contains(table.name().name()))
        .toList();
  }

  Mapping mapping(List<String> names, Function<Table, TableMapping> each) {
    return new Mapping(Direction.FORWARD, tables(names).stream().map(each).toList());
  }

  /// Makes the tables on the target and fences them.
  void prepare(Mapping mapping) {
    target.workspace().take(lease);
    target.catalog().create(lease, mapping.tables().stream().map(TableMapping::to).toList());
    fence(mapping);
  }

  /// Cuts the tables into chunks and copies them.
  void copy(Mapping mapping) {
    Backfill backfill =
        new Backfill(
            lease, mapping, runner, runner, NOBODY, new Pace(NO_LIMIT, Timing.REAL, () -> true));
    backfill.plan(CHUNK_ROWS);
    backfill.run(Arena.WORKERS, threads);
  }

  /// Lets the source keep its log from now on.
  void retain(List<String> names) {
    source.log().retain(lease.migration(), Direction.FORWARD, tables(names), PATIENCE);
  }

  /// Where the log that is kept begins.
  Position retainedFrom() {
    return source
        .log()
        .retainedFrom(lease.migration(), Direction.FORWARD)
        .orElseThrow(() -> new IllegalStateException("the source keeps no log"));
  }

  /// Tells the target, whose tables are there, where the stream begins.
  void begin(Mapping mapping) {
    target.workspace().take(lease);
    target
        .workspace()
        .begin(
            lease, Direction.FORWARD, new StreamState(retainedFrom().encode(), source.identity()));
    fence(mapping);
  }

  private void fence(Mapping mapping) {
    target
        .fence()
        .raise(lease, mapping.tables().stream().map(t -> t.to().name()).toList(), PATIENCE);
  }

  /// What was committed on the source since [#retain], as it was committed.
  ChangeStream read(Mapping mapping) {
    return source
        .log()
        .open(
            lease.migration(),
            Direction.FORWARD,
            retainedFrom(),
            mapping.tables().stream().map(TableMapping::from).toList(),
            new Mark(lease.migration(), Direction.REVERSE));
  }

  /// The stream from here on writes what it reads.
  Following follow(Mapping mapping) {
    return Following.start(lease, mapping, runner);
  }

  @Override
  public void close() {
    runner.close();
    threads.close();
    source.close();
    target.close();
  }
}
