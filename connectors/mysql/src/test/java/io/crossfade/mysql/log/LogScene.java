package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.Direction;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.mysql.Tables;
import io.crossfade.mysqlservers.MySqlVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A database of a test's own, and a stream of some of its tables. */
final class LogScene implements AutoCloseable {
  static final Mark ECHO = new Mark("scene", Direction.REVERSE);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  final Tables tables;
  private final String migration;

  LogScene(MySqlVersion version) {
    this(new Tables(version));
  }

  LogScene(Tables tables) {
    this.tables = tables;
    this.migration = "scene_" + Integer.toHexString(System.identityHashCode(this));
  }

  Table table(String name) {
    return tables.database.catalog().tables().stream()
        .filter(table -> table.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Position retain(Table... followed) {
    var log = tables.database.log();
    log.retain(migration, Direction.FORWARD, List.of(followed), Duration.ofSeconds(10));
    return log.retainedFrom(migration, Direction.FORWARD).orElseThrow();
  }

  void release() {
    tables.database.log().release(migration, Direction.FORWARD);
  }

  void forget(Position position) {
    tables.database.log().forget(migration, Direction.FORWARD, position);
  }

  ChangeStream stream(Position from, Table... followed) {
    return tables.database.log().open(migration, Direction.FORWARD, from, List.of(followed), ECHO);
  }

  /** All transactions up to a marker written now. */
  List<LoggedTransaction> all(ChangeStream stream) {
    return upTo(stream, tables.database.log().marker(migration));
  }

  List<LoggedTransaction> upTo(ChangeStream stream, Position end) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    List<LoggedTransaction> told = new ArrayList<>();
    while (!stream.readThrough().isAtLeast(end)) {
      assertThat(System.nanoTime()).as("the stream comes to " + end).isLessThan(deadline);
      LoggedTransaction next = stream.next(SOON);
      if (next != null) {
        told.add(next);
      }
    }
    return told;
  }

  List<Change> changes(ChangeStream stream) {
    List<Change> changes = new ArrayList<>();
    all(stream).forEach(transaction -> transaction.changes().forEach(changes::add));
    return changes;
  }

  @Override
  public void close() {
    release();
    tables.close();
  }
}
