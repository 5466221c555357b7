package io.crossfade.mysql.sequence;

import io.crossfade.connector.Lease;
import io.crossfade.connector.Sequences;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Columns with AUTO_INCREMENT, and MariaDB's sequences. */
public final class MySqlSequences implements Sequences {
  private final Sessions sessions;

  public MySqlSequences(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Last> read(List<Table> tables) {
    return sessions.call(
        "sequences",
        "read the sequences",
        connection -> {
          Counters counters = new Counters(connection);
          List<Last> lasts = new ArrayList<>();
          for (Table table : tables) {
            for (Column column : table.columns()) {
              if (column.identity()) {
                counters
                    .last(table.name())
                    .ifPresent(last -> lasts.add(new Last(table.name(), column.name(), last)));
              }
            }
          }
          lasts.addAll(alone(connection, tables));
          return lasts;
        });
  }

  private List<Last> alone(Connection connection, List<Table> tables) throws SQLException {
    TreeSet<String> databases = new TreeSet<>();
    tables.forEach(table -> databases.add(table.name().schema()));
    return sessions.dialect() == Dialect.MARIADB
        ? new SequenceObjects(connection).read(databases)
        : List.of();
  }

  @Override
  public List<Last> highest(List<Table> tables, Duration patience) {
    return sessions.call(
        "sequences",
        "read the highest numbers",
        connection -> new StandingNumbers(connection, sessions.dialect(), patience).read(tables));
  }

  /**
   * Whoever is superseded in the middle still only leaps forward, which harms nobody; changing a
   * table commits by itself, so that no lease can be held over it.
   */
  @Override
  public void leap(Lease lease, List<Last> lasts, long gap) {
    sessions.transaction(
        lease.migration() + "/sequences",
        "see whether it is our turn to move the sequences",
        connection -> {
          Leases.require(connection, lease);
          return true;
        });
    sessions.call(
        lease.migration() + "/sequences",
        "move the sequences",
        connection -> {
          Counters counters = new Counters(connection);
          SequenceObjects objects = new SequenceObjects(connection);
          for (Last last : lasts) {
            if (!last.isAlone()) {
              counters.leap(last, gap);
            } else if (sessions.dialect() == Dialect.MARIADB) {
              objects.leap(last, gap);
            }
          }
          return lasts;
        });
  }
}
