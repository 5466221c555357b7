package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.copy.Backfill;
import io.crossfade.transfer.copy.CopyChunk;
import io.crossfade.transfer.copy.CopyProgress;
import io.crossfade.transfer.copy.Pace;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Follower;
import io.crossfade.transfer.follow.Following;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * A source and a target with the same tables, between which a test moves the rows step by step,
 * with the real copier, follower and connector.
 */
final class Scene implements AutoCloseable {
  private static final Pace.Limit AS_FAST_AS_IT_GOES =
      new Pace.Limit() {
        @Override
        public long rowsPerSecond() {
          return Long.MAX_VALUE;
        }

        @Override
        public void spent(long rows) {}
      };

  private static final CopyProgress NOBODY_LOOKS =
      new CopyProgress() {
        @Override
        public void copied(ChunkId chunk, long rows) {}

        @Override
        public void failed(ChunkId chunk, CrossfadeException error) {}
      };

  final TestDatabase source;
  final TestDatabase target;
  final Lease lease;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "scene");
        thread.setDaemon(true);
        return thread;
      });
  private final LocalRunner runner;
  private final List<LocalRunner> runners = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();
  private List<Table> tables = List.of();

  /** PostgreSQL 16 to 18. */
  Scene() {
    this(TestDatabase.shared(16), TestDatabase.shared(18));
  }

  Scene(TestDatabase source, TestDatabase target) {
    this.source = source;
    this.target = target;
    this.lease = new Lease("stitch-" + source.one("SELECT pg_current_xact_id()"), "store", 1);
    this.runner = newRunner();
  }

  private LocalRunner newRunner() {
    LocalRunner made =
        new LocalRunner(
            Map.of(Side.SOURCE, source.hooked(), Side.TARGET, target.hooked()),
            threads,
            Timing.REAL);
    runners.add(made);
    return made;
  }

  /** Makes the tables on both sides and lets the source keep its log. */
  Scene with(String... sourceSql) {
    source.sql(sourceSql);
    target.real().workspace().take(lease);
    begin(source.real().catalog().tables());
    return this;
  }

  /** Makes these tables on the target, and publishes them. */
  void begin(List<Table> wanted) {
    tables = wanted;
    Database from = source.real();
    target.real().catalog().create(lease, tables);
    from.log().retain(lease.migration(), Direction.FORWARD, tables, Await.SOON);
    Position start = from.log().retainedFrom(lease.migration(), Direction.FORWARD).orElseThrow();
    target
        .real()
        .workspace()
        .begin(lease, Direction.FORWARD, new StreamState(start.encode(), from.identity()));
  }

  Scene plan(long rowsPerChunk) {
    for (Table table : tables) {
      target
          .real()
          .workspace()
          .plan(lease, table.name(), source.real().reader().plan(table, rowsPerChunk));
    }
    return this;
  }

  List<Chunk> chunks() {
    return target.real().workspace().chunks(lease.migration());
  }

  /** Takes the next WAITING chunk, the lowest keys first. */
  Chunk open() {
    return target.real().workspace().open(lease).orElseThrow();
  }

  long copy(Chunk chunk) {
    TableMapping mapping = mapping().from(chunk.id().table()).orElseThrow();
    return new CopyChunk(lease, chunk, mapping, false).run(runner);
  }

  /** Opens and copies the next chunk. */
  void copyNext() {
    copy(open());
  }

  /** Copies the chunks that are wanted; others that come first are given back. */
  void copyWhere(Predicate<Chunk> wanted) {
    List<Chunk> unwanted = new ArrayList<>();
    while (chunks().stream().anyMatch(c -> c.state() == Chunk.State.WAITING && wanted.test(c))) {
      Chunk chunk = open();
      if (wanted.test(chunk)) {
        copy(chunk);
      } else {
        unwanted.add(chunk);
      }
    }
    unwanted.forEach(chunk -> target.real().workspace().reopen(lease, chunk));
  }

  void copyAll() {
    while (target.real().workspace().open(lease).map(this::copy).isPresent()) {
      continue;
    }
  }

  /** As the step does it, with two lanes. */
  void backfill() {
    Pace pace = new Pace(AS_FAST_AS_IT_GOES, Timing.REAL, () -> true);
    new Backfill(lease, mapping(), runner, runner, NOBODY_LOOKS, pace).run(2, threads);
  }

  <T> Future<T> inBackground(Callable<T> work) {
    return threads.submit(work);
  }

  Future<Long> copyInBackground(Chunk chunk) {
    return inBackground(() -> copy(chunk));
  }

  Mapping mapping() {
    return new Mapping(Direction.FORWARD, tables.stream().map(TableMapping::identity).toList());
  }

  List<Table> tables() {
    return tables;
  }

  Follower follow() {
    return follow(runner, new Silence(), Following.Mode.APPLY);
  }

  /** As once the side that is read is fenced. */
  Follower watch(FollowListener listener) {
    return follow(runner, listener, Following.Mode.WATCH);
  }

  /** A second one, as if on another machine. */
  Follower followElsewhere() {
    return follow(newRunner(), new Silence(), Following.Mode.APPLY);
  }

  /** By another mapping than table by table. */
  Follower follow(Mapping mapping, FollowListener listener) {
    return follow(runner, mapping, listener, Following.Mode.APPLY);
  }

  private Follower follow(LocalRunner where, FollowListener listener, Following.Mode mode) {
    return follow(where, mapping(), listener, mode);
  }

  private Follower follow(
      LocalRunner where, Mapping mapping, FollowListener listener, Following.Mode mode) {
    Follower follower =
        new Follower(lease, mapping, where, where, listener, work -> new Thread(work, "follower"));
    followers.add(follower);
    return follower.start(mode);
  }

  /** Whether the stream has written that it is beyond this place. */
  boolean isPast(Position position) {
    return target.real().workspace().stream(lease.migration(), Direction.FORWARD)
        .map(state -> source.real().log().position(state.position()).isAtLeast(position))
        .orElse(false);
  }

  /** Waits until the target has everything that was committed so far. */
  void awaitApplied(Follower follower) {
    Position marker = source.real().log().marker(lease.migration());
    assertThat(follower.awaitApplied(marker, Await.SOON))
        .as("the stream reaches %s; it stands at %s", marker, follower.applied())
        .isTrue();
  }

  /** A point to hold somebody at; whoever is still there at the end is let go. */
  Hold hold() {
    Hold hold = new Hold();
    holds.add(hold);
    return hold;
  }

  /** From now on each row that anybody writes into the target's table leaves a trace. */
  void countWrites(String table) {
    target.sql(
        "CREATE TABLE written (id int)",
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO public.written VALUES (NEW.id); RETURN NULL; END'",
        "CREATE TRIGGER note AFTER INSERT OR UPDATE ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION note()",
        "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER note");
  }

  int writes() {
    return Integer.parseInt(target.one("SELECT count(*) FROM written"));
  }

  /** Compares all rows with plain SQL that knows nothing of us. */
  void assertSame() {
    for (Table table : tables) {
      String rows = "SELECT left(t::text, 80) || ' ' || md5(t::text) FROM " + table.name() + " t";
      assertThat(sorted(target.column(rows)))
          .as("rows of %s", table.name())
          .isEqualTo(sorted(source.column(rows)));
    }
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  @Override
  public void close() {
    source.hooks().clear();
    target.hooks().clear();
    holds.forEach(Hold::release);
    followers.forEach(Follower::close);
    runners.forEach(LocalRunner::close);
    source.real().log().release(lease.migration(), Direction.FORWARD);
    threads.shutdownNow();
    source.close();
    target.close();
  }
}
