package io.crossfade.postgresql.log;

import io.crossfade.connector.log.Patience;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes the server keep a stream's log: its slot and its publication, which share a name.
 *
 * @param owner how the names of the sessions begin that may hold the slot in our name
 */
record Retention(String name, String owner, String database) {

  /**
   * The publication comes first: a slot's stream looks it up as it was when a change was made. Then
   * the slot. Then every transaction that was under way has to end: those are not in the stream, or
   * not whole, and a snapshot that does not see them yet would miss them for ever.
   */
  void make(Connection connection, List<Table> tables, Patience patience) throws SQLException {
    RunningTransactions.snapshot(connection, database);
    Transaction.execute(connection, "SET lock_timeout = " + patience.millisLeft());
    Publication.put(connection, name, tables);
    if (slot(connection).isEmpty()) {
      makeSlot(connection, patience);
    }
    RunningTransactions.awaitEnd(connection, database, patience);
  }

  /**
   * The slot, if it is there and its log too. One that somebody of ours was still making is ended.
   */
  Optional<Slot> slot(Connection connection) throws SQLException {
    Optional<Slot> found = Slot.find(connection, name);
    if (found.isPresent() && found.get().isBeingMade()) {
      SlotHolder.free(connection, name, owner);
      found = Slot.find(connection, name);
    }
    found.ifPresent(Slot::usableFrom);
    return found;
  }

  /**
   * The server waits for running transactions here too; when it is told to stop, it removes the
   * unfinished slot.
   */
  private void makeSlot(Connection connection, Patience patience) throws SQLException {
    Transaction.execute(connection, "SET statement_timeout = " + patience.millisLeft());
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_create_logical_replication_slot(?, 'pgoutput')")) {
      statement.setString(1, name);
      statement.executeQuery().close();
    } catch (SQLException e) {
      if (SqlState.isTimeout(e)) {
        throw RunningTransactions.inTheWay(connection, database);
      }
      throw e;
    }
    Transaction.execute(connection, "SET statement_timeout = 0");
  }

  /** The slot cannot pass log that is not flushed, however long ago it was written. */
  void forget(Connection connection, Lsn position, String migration) throws SQLException {
    SlotHolder.free(connection, name, owner);
    Slot slot = slot(connection).orElseThrow(() -> gone());
    if (slot.usableFrom().isAtLeast(position)) {
      return;
    }
    LogEnd.emitMarker(connection, migration);
    Lsn reached = advance(connection, position);
    if (!reached.isAtLeast(position)) {
      throw new CrossfadeException(
          ErrorCode.DATABASE_FAILED,
          "the replication slot " + name + " came only to " + reached + ", not to " + position,
          Map.of("slot", name));
    }
  }

  private Lsn advance(Connection connection, Lsn position) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT end_lsn::text FROM pg_replication_slot_advance(?, ?::pg_lsn)")) {
      statement.setString(1, name);
      statement.setString(2, position.encode());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Lsn.parse(row.getString(1)) : Lsn.ZERO;
      }
    }
  }

  /** Slot or publication, in whatever state. */
  boolean isThere(Connection connection) throws SQLException {
    return Slot.find(connection, name).isPresent() || Publication.isThere(connection, name);
  }

  void end(Connection connection) throws SQLException {
    SlotHolder.free(connection, name, owner);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?")) {
      statement.setString(1, name);
      statement.executeQuery().close();
    }
    Publication.drop(connection, name);
  }

  CrossfadeException gone() {
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "the replication slot "
            + name
            + " is gone from "
            + database
            + ", and with it the log; the copy must be made anew",
        Map.of("slot", name));
  }
}
