package io.crossfade.mysql.log;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.log.ReadAheadStream;
import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.connector.log.TransactionQueue;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sessions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens a stream, after making sure that the log has everything from its start on. */
final class StreamOpening {
  private static final long QUEUE_BYTES = 32L << 20;
  private static final int QUEUE_COUNT = 20_000;
  private static final long LARGEST_OFFSET = 0xffff_ffffL;

  private final Sessions sessions;
  private final Retention retention;
  private final List<Table> tables;
  private final Mark echo;

  StreamOpening(Sessions sessions, Retention retention, List<Table> tables, Mark echo) {
    this.sessions = sessions;
    this.retention = retention;
    this.tables = tables;
    this.echo = echo;
  }

  /**
   * What the server says of itself and of the place.
   *
   * @param begin where reading begins: what lies between it and the place is no transaction
   */
  private record Found(
      BinlogPosition knownFrom,
      LogFile file,
      BinlogPosition begin,
      boolean lowerCase,
      Map<Integer, String> charsets) {}

  ChangeStream open(BinlogPosition from, Path spill) {
    Found found =
        sessions.call(
            retention.migration() + "/stream",
            "open the log",
            connection -> find(connection, from));
    Scope scope = new Scope(tables, sessions.name(), found.lowerCase(), found.knownFrom());
    LoggedTypes types = new LoggedTypes(new Charsets(sessions)::of);
    MappedTables mapped =
        new MappedTables(
            scope, new TableMatch(types, new CatalogStanding(sessions)), found.charsets()::get);
    SpillDirectory files = new SpillDirectory(spill);
    TransactionDecoder decoder = new TransactionDecoder(found.begin(), scope, echo, mapped, files);
    TransactionQueue queue = new TransactionQueue(from, QUEUE_BYTES, QUEUE_COUNT);
    try {
      LogReader reader =
          new LogReader(
              ServerAddress.of(sessions.endpoint()),
              found.file().name(),
              found.begin(),
              decoder,
              queue,
              sessions);
      return new ReadAheadStream(queue, reader, files, retention.migration() + "-binlog");
    } catch (SQLException e) {
      throw sessions.failed("read the log", e);
    }
  }

  private Found find(Connection connection, BinlogPosition from) throws SQLException {
    Retention.Noted noted = retention.noted(connection).orElseThrow(retention::gone);
    if (!from.isAtLeast(noted.position())) {
      throw lost(from, "was already given up: the log is noted from " + noted.position() + " on");
    }
    List<LogFile> files = LogFile.all(connection);
    LogFile file =
        LogFile.find(files, from.file())
            .orElseThrow(() -> lost(from, "is gone: " + oldest(files) + keptFor(connection)));
    if (from.offset() > file.size()) {
      throw lost(
          from,
          "does not exist (yet): "
              + file.name()
              + " ends at "
              + file.size()
              + ", so the server was put back to an older state, or lost the end of its log in a crash"
              + " (sync_binlog=1 keeps it)");
    }
    BinlogPosition begin = from;
    if (from.offset() > LARGEST_OFFSET) {
      // Nobody can ask for it; it is the end of a file whose last transaction was very large.
      file =
          LogFile.find(files, from.file() + 1)
              .orElseThrow(() ->
                  sessions.failed(
                      "read the log",
                      new SQLException(
                          "the file "
                              + from.file()
                              + " of the log is larger than 4 GB; run FLUSH BINARY LOGS",
                          "08006")));
      begin = new BinlogPosition(from.file() + 1, 4);
    }
    return new Found(noted.knownFrom(), file, begin, isLowerCase(connection), charsets(connection));
  }

  private static String oldest(List<LogFile> files) {
    return files.isEmpty()
        ? "the server has no log"
        : "the oldest file that the server has is " + files.get(0).name();
  }

  private static String keptFor(Connection connection) {
    try {
      return "; it keeps files for " + LogKeeping.describe(connection);
    } catch (SQLException e) {
      return "";
    }
  }

  private static boolean isLowerCase(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@lower_case_table_names")) {
      return row.next() && row.getInt(1) != 0;
    }
  }

  private Map<Integer, String> charsets(Connection connection) throws SQLException {
    String table =
        sessions.dialect() == Dialect.MARIADB
            ? "collation_character_set_applicability"
            : "collations";
    Map<Integer, String> charsets = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, character_set_name FROM information_schema." + table)) {
      while (row.next()) {
        charsets.put(row.getInt(1), row.getString(2));
      }
    }
    return charsets;
  }

  private CrossfadeException lost(BinlogPosition from, String why) {
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "the log of "
            + retention.database()
            + " cannot be read from "
            + from
            + ": that place "
            + why
            + "; the copy must be made anew",
        Map.of("from", from.encode()));
  }
}
