package io.crossfade.transfer.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Items;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of what writers have noted. */
class MirrorWatchTest {
  private static final TableName SOURCE = new TableName("public", "orders");
  private static final TableName TARGET = new TableName("shop", "purchases");
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Noted noted = new Noted();
  private final Heard heard = new Heard();
  private final MirrorWatch mirrors =
      new MirrorWatch(
          new Lease("shop", "store", 1),
          new MirroredTables(mapping(Direction.FORWARD)),
          noted,
          Timing.REAL,
          heard,
          Thread::new);

  @AfterEach
  void close() {
    mirrors.close();
  }

  @Test
  void whoAsksAgainWaitsForTheSameMoment() {
    Place place = new Place(7);
    assertThat(mirrors.awaitApplied(place, AT_ONCE)).isFalse();
    noted.settledBefore = 1; // what was written since is not asked for
    assertThat(mirrors.awaitApplied(place, AT_ONCE)).isTrue();
    assertThat(mirrors.applied()).isEqualTo(place);
    assertThat(mirrors.awaitApplied(new Place(8), AT_ONCE)).as("a later one").isFalse();
  }

  @Test
  void whatWasWrittenBeforeThisProcessIsLookedAtAsAWhole() throws Exception {
    mirrors.start(Following.Mode.APPLY);
    assertThat(heard.next()).isEqualTo("cleared public.orders");
  }

  @Test
  void rowsAreToldByTheNamesOfTheSideThatIsRead() throws Exception {
    noted.told =
        List.of(
            new Items.Item("public.orders", "5"),
            new Items.Item("public.ordres", "6"),
            new Items.Item("public.orders", "7,8"));
    mirrors.start(Following.Mode.APPLY);
    assertThat(heard.next()).isEqualTo("cleared public.orders");
    assertThat(heard.next()).isEqualTo("touched public.orders 5");
    assertThat(heard.next())
        .as("what is no row that is moved stands in the way")
        .startsWith("interrupted TARGET_REFUSED_ROW: the application notes items of ");
  }

  @Test
  void moreThanCanBeToldIsTheWholeTable() throws Exception {
    noted.whole = false;
    mirrors.start(Following.Mode.APPLY);
    assertThat(heard.next()).isEqualTo("cleared public.orders");
    assertThat(heard.next()).isEqualTo("cleared public.orders");
  }

  @Test
  void itemsThatAreSetApartStandInTheWay() throws Exception {
    noted.apart = 2;
    mirrors.start(Following.Mode.APPLY);
    heard.next();
    assertThat(heard.next()).startsWith("interrupted TARGET_REFUSED_ROW: 2 items");
  }

  @Test
  void aLostConnectionIsToldAndAnythingElseEndsIt() throws Exception {
    noted.failure = new CrossfadeException(ErrorCode.DATABASE_FAILED, "away");
    mirrors.start(Following.Mode.APPLY);
    heard.next();
    assertThat(heard.next()).isEqualTo("interrupted DATABASE_FAILED: away");
    noted.failure = new CrossfadeException(ErrorCode.SUPERSEDED, "another one has it");
    while (mirrors.failure() == null) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThatThrownBy(() -> mirrors.awaitApplied(new Place(1), AT_ONCE))
        .hasMessage("another one has it");
  }

  @Test
  void repairedRowsCountAsWrittenByTheNameOfTheirStore() {
    assertThat(repaired(mirrors, TARGET)).isEqualTo(1);
    MirrorWatch back =
        new MirrorWatch(
            new Lease("shop", "store", 1),
            new MirroredTables(mapping(Direction.REVERSE)),
            noted,
            Timing.REAL,
            heard,
            Thread::new);
    assertThat(repaired(back, SOURCE)).isEqualTo(1);
    assertThat(noted.renewed)
        .containsExactly(
            new Items.Item("public.orders", "5"), new Items.Item("public.orders", "5"));
  }

  private static int repaired(MirrorWatch mirrors, TableName written) {
    return mirrors
        .repair(
            List.of(
                new RowDifference(
                    written, Key.of("5"), RowDifference.Kind.MISSING, List.<String>of())))
        .join();
  }

  private static Mapping mapping(Direction direction) {
    Table source = table(SOURCE);
    Table target = table(TARGET);
    boolean forward = direction == Direction.FORWARD;
    return new Mapping(
        direction,
        List.of(new TableMapping(forward ? source : target, forward ? target : source, List.of())));
  }

  private static Table table(TableName name) {
    return new Table(name, List.of(), List.of("id"), List.of(), List.of(), 0);
  }

  private record Place(int number) implements Position {
    @Override
    public String encode() {
      return "" + number;
    }

    @Override
    public int compareTo(Position other) {
      return Integer.compare(number, ((Place) other).number);
    }
  }

  /** Moments are numbers; the one that is asked for next is greater. */
  private static final class Noted implements Items {
    private volatile int moments;
    private volatile int settledBefore;
    private volatile List<Item> told = List.of();
    private volatile boolean whole = true;
    private volatile long apart;
    private volatile @Nullable CrossfadeException failure;
    private final List<Item> renewed = new ArrayList<>();

    @Override
    public synchronized Moment now() {
      throwFailure();
      return new Moment("" + ++moments);
    }

    private void throwFailure() {
      CrossfadeException now = failure;
      if (now != null) {
        throw now;
      }
    }

    @Override
    public Look look(String migration, Moment since, int atMost) {
      throwFailure();
      return new Look(now(), told, whole, apart, apart, 0);
    }

    @Override
    public boolean isSettled(String migration, Moment before) {
      throwFailure();
      return Integer.parseInt(before.text()) <= settledBefore;
    }

    @Override
    public void renew(Lease lease, Collection<Item> items) {
      renewed.addAll(items);
    }

    @Override
    public void renewAll(Lease lease, String store) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Writer> writers(List<TableName> tables) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void admit(Lease lease, List<Writer> writers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Finding> findings(Side side, List<TableMapping> forward, List<Writer> writers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void open(Lease lease, List<TableName> tables) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void watch(Lease lease, List<Items.Noted> tables, long first, Duration patience) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unwatch(Lease lease) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forget(Lease lease) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ChunkWrite chunk(
        Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Heard implements FollowListener {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
      return String.valueOf(all.poll(20, TimeUnit.SECONDS));
    }

    @Override
    public void touched(TableMapping table, Key key) {
      all.add("touched " + table.from().name() + " " + key);
    }

    @Override
    public void cleared(TableMapping table) {
      all.add("cleared " + table.from().name());
    }

    @Override
    public void mirrored(long rows) {
      all.add("mirrored " + rows);
    }

    @Override
    public void interrupted(CrossfadeException error) {
      all.add("interrupted " + error.code() + ": " + error.getMessage());
    }

    @Override
    public void applied(int transactions, long changes, LoggedTransaction last) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void foreign(LoggedTransaction transaction) {
      throw new UnsupportedOperationException();
    }
  }
}
