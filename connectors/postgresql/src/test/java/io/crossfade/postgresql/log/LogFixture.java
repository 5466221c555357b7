package io.crossfade.postgresql.log;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.log.Patience;
import io.crossfade.model.Change;
import io.crossfade.model.Column;
import io.crossfade.model.Direction;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.session.Sessions;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A database of its own with a migration's log, which is released at the end: slots are the whole
 * server's.
 */
final class LogFixture implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(30);

  final Endpoint endpoint;
  final Sessions sessions;
  final PostgresLog log;
  final String migration;
  final Mark echo;
  private final List<ChangeStream> streams = new ArrayList<>();

  LogFixture(int majorVersion) {
    this(TestServer.newDatabase(majorVersion));
  }

  LogFixture(Endpoint endpoint) {
    this.endpoint = endpoint;
    sessions = new Sessions(endpoint);
    log = new PostgresLog(sessions, Path.of(System.getProperty("java.io.tmpdir")));
    migration = query("SELECT 'log-' || current_database()");
    echo = new Mark(migration, Direction.REVERSE);
  }

  void execute(String... statements) {
    TestServer.execute(endpoint, statements);
  }

  String query(String sql) {
    return TestServer.query(endpoint, sql);
  }

  String slot() {
    return RetentionName.of(migration, Direction.FORWARD);
  }

  /** What the slot's own position is. */
  Lsn confirmed() {
    return Lsn.parse(
        query(
            "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                + slot()
                + "'"));
  }

  Table table(String name) {
    String sql =
        """
        SELECT attname, format_type(atttypid, atttypmod), attgenerated <> ''
        FROM pg_attribute WHERE attrelid = ('public.' || ?)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """;
    return sessions.call(
        "test",
        "describe a table",
        connection -> {
          List<Column> columns = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                columns.add(
                    new Column(
                        row.getString(1), row.getString(2), true, null, false, row.getBoolean(3)));
              }
            }
          }
          TableName tableName = new TableName("public", name);
          return new Table(tableName, columns, List.of("id"), List.of(), List.of(), 0);
        });
  }

  /** Makes the log be kept; returns where it begins. */
  Position retain(Table... tables) {
    log.retain(migration, Direction.FORWARD, List.of(tables), SOON);
    return log.retainedFrom(migration, Direction.FORWARD).orElseThrow();
  }

  ChangeStream open(Position from, Table... tables) {
    ChangeStream stream = log.open(migration, Direction.FORWARD, from, List.of(tables), echo);
    streams.add(stream);
    return stream;
  }

  ChangeStream retainAndOpen(Table... tables) {
    return open(retain(tables), tables);
  }

  /** Everything that was committed before this call and has not been read, markers left out. */
  List<LoggedTransaction> drain(ChangeStream stream) {
    Position marker = log.marker(migration);
    List<LoggedTransaction> told = new ArrayList<>();
    await(() -> {
      LoggedTransaction next = stream.next(Duration.ofMillis(100));
      if (next != null && (next.mark() != null || !next.changes().isEmpty())) {
        told.add(next);
      }
      return next == null && stream.readThrough().isAtLeast(marker);
    });
    return told;
  }

  static List<Change> changes(List<LoggedTransaction> transactions) {
    List<Change> all = new ArrayList<>();
    transactions.forEach(t -> t.changes().forEach(all::add));
    return all;
  }

  static void await(BooleanSupplier condition) {
    Patience patience = new Patience(SOON);
    while (!condition.getAsBoolean()) {
      if (patience.isOver()) {
        throw new AssertionError("did not come true within " + SOON);
      }
      patience.pause();
    }
  }

  @Override
  public void close() {
    streams.forEach(ChangeStream::close);
    log.release(migration, Direction.FORWARD);
    sessions.close();
  }
}
