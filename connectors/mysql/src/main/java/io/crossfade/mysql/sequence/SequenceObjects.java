package io.crossfade.mysql.sequence;

import io.crossfade.connector.Sequences.Last;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** MariaDB's sequences, which belong to no column. */
final class SequenceObjects {
  private static final String OF_DATABASE =
      "SELECT table_name FROM information_schema.tables"
          + " WHERE table_schema = ? AND table_type = 'SEQUENCE' ORDER BY 1";

  private record State(long next, long increment, long lowest, long highest) {
    long last() {
      return increment > 0 ? next - 1 : next + 1;
    }

    /** Without the gap where the sequence would end within it. */
    long after(long last, long gap) {
      if (increment > 0) {
        return last <= highest - gap ? last + gap : last;
      }
      return last >= lowest + gap ? last - gap : last;
    }
  }

  private final Connection connection;

  SequenceObjects(Connection connection) {
    this.connection = connection;
  }

  List<Last> read(Collection<String> databases) throws SQLException {
    List<Last> lasts = new ArrayList<>();
    for (String database : databases) {
      for (TableName name : names(database)) {
        lasts.add(Last.alone(name, state(name).last()));
      }
    }
    return lasts;
  }

  /** SETVAL by itself never goes back. */
  void leap(Last last, long gap) throws SQLException {
    Optional<TableName> there =
        names(last.table().schema()).stream().filter(last.table()::equals).findFirst();
    if (there.isPresent()) {
      long value = state(last.table()).after(last.value(), gap);
      try (Statement statement = connection.createStatement()) {
        statement
            .executeQuery("SELECT SETVAL(%s, %d)".formatted(Sql.table(last.table()), value))
            .close();
      }
    }
  }

  private List<TableName> names(String database) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_DATABASE)) {
      query.setString(1, database);
      List<TableName> names = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(new TableName(database, row.getString(1)));
        }
      }
      return names;
    }
  }

  private State state(TableName name) throws SQLException {
    String query =
        "SELECT next_not_cached_value, increment, minimum_value, maximum_value FROM "
            + Sql.table(name);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new State(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
  }
}
