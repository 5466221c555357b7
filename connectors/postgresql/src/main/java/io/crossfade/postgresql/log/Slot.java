package io.crossfade.postgresql.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A logical replication slot as the server lists it.
 *
 * @param confirmed where its stream begins at the earliest; null while the slot is still being made
 * @param walStatus {@code lost} when the server has thrown away log that it needed
 * @param holder the process id of the session that uses it; 0 for none
 * @param holderName that session's application name, where we may see it
 */
record Slot(
    String name,
    boolean here,
    @Nullable Lsn confirmed,
    String walStatus,
    int holder,
    String holderName) {

  private static final String QUERY =
      """
      SELECT s.database = current_database() AND s.plugin = 'pgoutput', s.confirmed_flush_lsn::text,
             coalesce(s.wal_status, 'lost'), coalesce(s.active_pid, 0), coalesce(a.application_name, '')
      FROM pg_replication_slots s LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
      WHERE s.slot_name = ?
      """;

  static Optional<Slot> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String confirmed = row.getString(2);
        return Optional.of(
            new Slot(
                name,
                row.getBoolean(1),
                confirmed == null ? null : Lsn.parse(confirmed),
                row.getString(3),
                row.getInt(4),
                row.getString(5)));
      }
    }
  }

  boolean isBeingMade() {
    return here && confirmed == null && holder != 0;
  }

  /** The slot's earliest position, once it is certain that its log is still there. */
  Lsn usableFrom() {
    if (!here) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "the replication slot "
              + name
              + " belongs to another database of this server; give the migration another name, or drop that slot",
          Map.of("slot", name));
    }
    if (walStatus.equals("lost") || confirmed == null) {
      throw new CrossfadeException(
          ErrorCode.SOURCE_LOG_LOST,
          "the replication slot "
              + name
              + " can no longer be used: the server has removed log that it needed (see max_slot_wal_keep_size);"
              + " the copy must be made anew",
          Map.of("slot", name, "walStatus", walStatus));
    }
    return confirmed;
  }
}
