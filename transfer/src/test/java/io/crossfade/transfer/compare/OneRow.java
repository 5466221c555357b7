package io.crossfade.transfer.compare;

import io.crossfade.connector.Applier;
import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Reader;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Boundary;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Two databases with one row, number 7, which has its next state each time that it is read. */
record OneRow(Queue<String> states) implements WorkRunner, Workplace, Snapshot {
  private static final Timing NO_PAUSE =
      new Timing() {
        @Override
        public long nanoTime() {
          return 0;
        }

        @Override
        public void pause(Duration duration) {}
      };

  @Override
  public <R> CompletableFuture<R> submit(Task<R> task) {
    return CompletableFuture.completedFuture(task.run(this));
  }

  @Override
  public Database database(Side side) {
    Reader reader = offering(Reader.class, this);
    return offering(Database.class, reader);
  }

  /** Whatever it is asked for, this is what it gives. */
  private static <T> T offering(Class<T> type, Object what) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> what));
  }

  @Override
  public void rows(TableMapping mapping, List<Key> keys, Consumer<Row> sink) {
    sink.accept(Row.of("7", states.remove()));
  }

  @Override
  public Timing timing() {
    return NO_PAUSE;
  }

  @Override
  public void close() {}

  @Override
  public Applier applier(Lease lease, Mapping mapping) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void discardApplier(Lease lease, Mapping mapping) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Boundary boundary() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Position end() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long frames(TableMapping mapping, KeyRange range, String format, ByteSink sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rows(TableMapping mapping, KeyRange range, Consumer<Row> sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rows(
      TableMapping mapping, KeyRange range, int buckets, Set<Integer> wanted, Consumer<Row> sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<BucketDigest> digest(TableMapping mapping, KeyRange range, int buckets) {
    throw new UnsupportedOperationException();
  }
}
