package io.crossfade.mysql.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of the log that the server still has. */
record LogFile(String name, long size) {
  long number() {
    return BinlogPosition.number(name);
  }

  /** All that are there, the oldest first. */
  static List<LogFile> all(Connection connection) throws SQLException {
    List<LogFile> files = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
      while (row.next()) {
        files.add(new LogFile(row.getString(1), row.getLong(2)));
      }
    }
    return files;
  }

  static Optional<LogFile> find(List<LogFile> files, long number) {
    return files.stream().filter(file -> file.number() == number).findFirst();
  }

  /** Bytes between two positions, as far as the files are still there. */
  static long distance(List<LogFile> files, BinlogPosition from, BinlogPosition to) {
    long bytes = to.offset() - from.offset();
    for (LogFile file : files) {
      if (file.number() >= from.file() && file.number() < to.file()) {
        bytes += file.size();
      }
    }
    return bytes;
  }
}
