package io.crossfade.mysql.log;

import io.crossfade.model.Boundary;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What a snapshot has seen: all transactions that end up to {@code low}, none that ends after
 * {@code high}, and of those between them nobody knows. MariaDB says exactly where its snapshot
 * stands, so there is nothing between; of MySQL we know a place before it and one after it.
 *
 * @param low every transaction that ends here or before is in the snapshot
 * @param high no transaction that ends after it is
 */
public record SnapshotBoundary(BinlogPosition low, BinlogPosition high) implements Boundary {
  private static final long serialVersionUID = 1;

  private static final String OWNER = "snapshot";
  private static final String EXACT = "SHOW STATUS LIKE 'binlog\\_snapshot\\_%'";

  /**
   * Takes a snapshot: the session is in a transaction from now on, until that is rolled back. The
   * connection comes in autocommit mode.
   */
  public static SnapshotBoundary open(Sessions sessions, Connection connection)
      throws SQLException {
    Transaction.execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    if (exact(connection).isPresent()) {
      begin(connection);
      BinlogPosition exact = exact(connection).orElseThrow();
      return new SnapshotBoundary(exact, exact);
    }
    Optional<BinlogPosition> low = LogEnd.find(connection);
    if (low.isEmpty()) {
      // Without a log there is no stream that could ask.
      begin(connection);
      return new SnapshotBoundary(BinlogPosition.ZERO, BinlogPosition.ZERO);
    }
    Marker.write(connection, OWNER);
    begin(connection);
    return new SnapshotBoundary(low.get(), LogEnd.read(connection, sessions.name()));
  }

  private static void begin(Connection connection) throws SQLException {
    Transaction.execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  /** What MariaDB, and Percona's MySQL, say of the transaction's snapshot, or of a new one. */
  private static Optional<BinlogPosition> exact(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(EXACT)) {
      String file = "";
      long offset = 0;
      while (row.next()) {
        if (row.getString(1).equalsIgnoreCase("binlog_snapshot_file")) {
          file = row.getString(2);
        } else if (row.getString(1).equalsIgnoreCase("binlog_snapshot_position")) {
          offset = row.getLong(2);
        }
      }
      return file.isEmpty() ? Optional.empty() : Optional.of(BinlogPosition.of(file, offset));
    }
  }

  static SnapshotBoundary parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not the boundary of a snapshot of MySQL: " + text);
    }
    return new SnapshotBoundary(
        BinlogPosition.parse(text.substring(0, slash)),
        BinlogPosition.parse(text.substring(slash + 1)));
  }

  /** Whatever the snapshot has seen lies before it. */
  public BinlogPosition end() {
    return high;
  }

  @Override
  public Inclusion includes(LoggedTransaction transaction) {
    if (low.isAtLeast(transaction.end())) {
      return Inclusion.YES;
    }
    return high.isAtLeast(transaction.end()) ? Inclusion.MAYBE : Inclusion.NO;
  }

  @Override
  public String encode() {
    return low.encode() + "/" + high.encode();
  }

  @Override
  public String toString() {
    return encode();
  }
}
