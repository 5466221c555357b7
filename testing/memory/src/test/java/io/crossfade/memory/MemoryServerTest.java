package io.crossfade.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Boundary.Inclusion;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What makes a real server awkward, and what no contract can bring about on one. */
class MemoryServerTest {
  private static final TableName ITEM = new TableName("shop", "item");
  private static final TableName OTHER = new TableName("shop", "other");
  private static final String SHOW = "show what is committed";
  private static final Lease LEASE = new Lease("m", "store", 1);

  private final ScriptedTurn turn = new ScriptedTurn();
  private final MemoryServer server = new MemoryServer("one", turn, () -> Instant.EPOCH);
  private final MemoryDatabase database = server.open("engine");
  private final Table item = table(ITEM);

  private static Table table(TableName name) {
    List<Column> columns =
        List.of(
            new Column("id", "bigint", false, null, false, false),
            new Column("v", "text", true, null, false, false));
    return new Table(name, columns, List.of("id"), List.of(), List.of(), 0);
  }

  @BeforeEach
  void makeTables() {
    server.create(item);
    server.create(table(OTHER));
  }

  private static void insert(Application application, TableName table, int id) {
    application.insert(table, new HashMap<>(Map.of("id", Integer.toString(id))));
  }

  private static void set(Application application, int id, String value) {
    Map<String, @Nullable String> values = new HashMap<>(Map.of("v", value));
    application.update(ITEM, Key.of(Integer.toString(id)), values);
  }

  private List<String> ids() {
    return server.rows(ITEM).stream().map(row -> String.valueOf(row.value(0))).toList();
  }

  private ChangeStream stream() {
    database.log().retain("m", Direction.FORWARD, List.of(item), Duration.ZERO);
    return database
        .log()
        .open(
            "m",
            Direction.FORWARD,
            database.log().retainedFrom("m", Direction.FORWARD).orElseThrow(),
            List.of(item),
            new Mark("m", Direction.REVERSE));
  }

  private static void assertKind(ServerError.Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServerError.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void loseConnection() {
    throw new ServerError(ServerError.Kind.CONNECTION_LOST, "cut");
  }

  @Test
  void streamTellsACommitBeforeAnybodySeesIt() {
    ChangeStream stream = stream();
    List<LoggedTransaction> told = new ArrayList<>();
    turn.before(
        SHOW,
        () -> {
          LoggedTransaction hidden = Objects.requireNonNull(stream.next(Duration.ZERO));
          assertThat(ids()).isEmpty();
          assertThat(inclusion(hidden)).isEqualTo(Inclusion.NO);
          assertCode(
              ErrorCode.DEADLINE_PASSED,
              () -> database.log().awaitVisible(List.of(hidden.id()), Duration.ZERO));
          told.add(hidden);
        });

    insert(server.connect("shop"), ITEM, 1);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).changes().count()).isEqualTo(1);
    assertThat(inclusion(told.get(0))).isEqualTo(Inclusion.YES);
    database.log().awaitVisible(List.of(told.get(0).id()), Duration.ZERO);
  }

  private Inclusion inclusion(LoggedTransaction transaction) {
    try (Snapshot snapshot = database.reader().snapshot(List.of(item))) {
      return snapshot.boundary().includes(transaction);
    }
  }

  @Test
  void commitWhoseAnswerIsLostGoesOnAtTheServer() {
    turn.after("commit", MemoryServerTest::loseConnection);
    Application shop = server.connect("shop");

    assertKind(ServerError.Kind.CONNECTION_LOST, () -> insert(shop, ITEM, 1));
    assertThat(ids()).isEmpty();
    turn.serverGoesOn();

    assertThat(ids()).containsExactly("1");
    assertKind(ServerError.Kind.CONNECTION_LOST, () -> insert(shop, ITEM, 2));
  }

  @Test
  void commitThatNeverArrivedIsRolledBack() {
    turn.before("commit", MemoryServerTest::loseConnection);

    assertKind(ServerError.Kind.CONNECTION_LOST, () -> insert(server.connect("shop"), ITEM, 1));
    turn.serverGoesOn();

    assertThat(ids()).isEmpty();
  }

  @Test
  void crashTakesBackWhatWasNotFlushed() {
    insert(server.connect("careful"), ITEM, 1);
    Application careless = server.connect("careless");
    careless.commitWithoutFlush();
    insert(careless, ITEM, 2);
    assertThat(ids()).containsExactly("1", "2");

    server.crash();
    assertKind(ServerError.Kind.CONNECTION_LOST, () -> server.connect("nobody"));
    server.restart();

    assertThat(ids()).containsExactly("1");
    assertKind(ServerError.Kind.CONNECTION_LOST, () -> insert(careless, ITEM, 3));
    insert(server.connect("careful"), ITEM, 2);
    assertThat(ids()).containsExactly("1", "2");
  }

  @Test
  void whatASnapshotHasSeenIsFlushedWhenItTellsItsEnd() {
    Application careless = server.connect("careless");
    careless.commitWithoutFlush();
    insert(careless, ITEM, 1);
    try (Snapshot snapshot = database.reader().snapshot(List.of(item))) {
      snapshot.end();
    }

    server.crash();

    assertThat(ids()).containsExactly("1");
  }

  /** Else a boundary that was kept would include a transaction that came after it. */
  @Test
  void numberThatAKeptBoundaryKnowsIsNotGivenAgain() {
    Application shop = server.connect("shop");
    shop.begin();
    insert(shop, ITEM, 1);
    shop.rollback();
    String boundary;
    try (Snapshot snapshot = database.reader().snapshot(List.of(item))) {
      snapshot.end();
      boundary = snapshot.boundary().encode();
    }
    server.crash();
    server.restart();
    ChangeStream stream = stream();

    insert(server.connect("shop"), ITEM, 1);

    LoggedTransaction told = Objects.requireNonNull(stream.next(Duration.ZERO));
    assertThat(database.log().boundary(boundary).includes(told)).isEqualTo(Inclusion.NO);
  }

  @Test
  void snapshotOfAServerThatCrashedTellsNoEnd() {
    try (Snapshot snapshot = database.reader().snapshot(List.of(item))) {
      server.crash();
      server.restart();
      assertCode(ErrorCode.DATABASE_FAILED, snapshot::end);
    }
  }

  @Test
  void deadlockIsFoundAndOnePays() {
    Application one = server.connect("one");
    Application other = server.connect("other");
    insert(one, ITEM, 1);
    insert(one, ITEM, 2);
    one.begin();
    other.begin();
    set(one, 1, "one");
    set(other, 2, "other");
    turn.before(
        "wait to update " + ITEM,
        () -> assertKind(ServerError.Kind.DEADLOCK, () -> set(other, 1, "other")));

    set(one, 2, "one");
    one.commit();

    assertThat(server.rows(ITEM)).extracting((Row row) -> row.value(1)).containsOnly("one");
  }

  @Test
  void fenceLetsAWriterEndThatItWaitsFor() {
    database.workspace().take(LEASE);
    Application inside = server.connect("inside");
    inside.begin();
    insert(inside, ITEM, 1);
    turn.before(
        "wait to lock the tables against writers",
        () -> {
          insert(inside, OTHER, 1);
          inside.commit();
        });

    database.fence().raise(LEASE, List.of(ITEM, OTHER), Duration.ofSeconds(1));

    assertThat(ids()).containsExactly("1");
    assertKind(ServerError.Kind.FENCED, () -> insert(inside, OTHER, 2));
  }

  @Test
  void fenceIsNotRaisedByWhoWasSupersededWhileWaiting() {
    database.workspace().take(LEASE);
    Application inside = server.connect("inside");
    inside.begin();
    insert(inside, ITEM, 1);
    turn.before(
        "wait to lock the tables against writers",
        () -> {
          server.open("successor").workspace().take(new Lease("m", "store", 2));
          inside.commit();
        });

    assertCode(
        ErrorCode.SUPERSEDED,
        () -> database.fence().raise(LEASE, List.of(ITEM), Duration.ofSeconds(1)));

    assertThat(database.fence().isRaised("m")).isFalse();
  }

  @Test
  void killedProcessLeavesNothingBehind() {
    Application shop = server.connect("shop");
    shop.begin();
    insert(shop, ITEM, 1);

    server.kill("shop");

    assertKind(ServerError.Kind.CONNECTION_LOST, shop::commit);
    insert(server.connect("shop"), ITEM, 1);
    assertThat(ids()).containsExactly("1");
  }

  @Test
  void lostLogIsNotReadAnyMore() {
    ChangeStream stream = stream();
    insert(server.connect("shop"), ITEM, 1);

    server.loseLog("m", Direction.FORWARD);

    assertCode(ErrorCode.SOURCE_LOG_LOST, () -> stream.next(Duration.ZERO));
    assertCode(ErrorCode.SOURCE_LOG_LOST, this::stream);
  }
}
