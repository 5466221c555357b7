package io.crossfade.postgresql.items;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Items;
import io.crossfade.connector.Lease;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.copy.PostgresChunkWrite;
import io.crossfade.postgresql.fence.FenceLocks;
import io.crossfade.postgresql.fence.FenceTriggers;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Slices;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The items of one database. */
public final class PostgresItems implements Items {
  private static final int TABLES_TOGETHER = 100;

  private static final String NOW = "SELECT pg_catalog.pg_current_snapshot()::text";

  private final Sessions sessions;

  public PostgresItems(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Writer> writers(List<TableName> tables) {
    return sessions.call("items", "look who writes the tables", c -> Writers.read(c, tables));
  }

  @Override
  public void admit(Lease lease, List<Writer> writers) {
    for (List<Writer> some : Slices.of(writers, TABLES_TOGETHER)) {
      Transaction.run(
          sessions,
          lease.migration() + "/items",
          "let the source's writers in",
          connection -> {
            Leases.require(connection, lease);
            Writers.admit(connection, lease.migration(), some);
            return true;
          });
    }
  }

  @Override
  public List<Finding> findings(Side side, List<TableMapping> forward, List<Writer> writers) {
    return sessions.call(
        "items",
        "look what mirrors would meet",
        c -> MirrorFindings.find(c, sessions.name(), side, forward, writers));
  }

  @Override
  public void open(Lease lease, List<TableName> tables) {
    Transaction.run(
        sessions,
        lease.migration() + "/items",
        "let writers note what they write",
        connection -> {
          Leases.require(connection, lease);
          Transaction.execute(
              connection,
              ItemTable.GRANT.formatted(
                  tables.stream()
                      .map(table -> Sql.literal(Sql.table(table)))
                      .collect(Collectors.joining(", "))));
          return true;
        });
  }

  @Override
  public void watch(Lease lease, List<Noted> tables, long firstVersion, Duration patience) {
    Transaction.run(
        sessions,
        lease.migration() + "/items",
        "have the database note what is written",
        connection -> {
          Leases.require(connection, lease);
          Set<TableName> watched = NotingTriggers.tables(connection, lease.migration());
          Map<Noted, List<TableName>> missing = new LinkedHashMap<>();
          for (Noted noted : tables) {
            List<TableName> parts =
                FenceTriggers.withPartitions(connection, List.of(noted.table()));
            if (!watched.containsAll(parts)) {
              missing.put(noted, parts);
            }
          }
          connection.commit();
          if (missing.isEmpty()) {
            return true;
          }
          List<TableName> names = missing.keySet().stream().map(Noted::table).sorted().toList();
          new FenceLocks(connection, names, patience).acquire();
          Leases.require(connection, lease);
          for (Map.Entry<Noted, List<TableName>> table : missing.entrySet()) {
            Transaction.execute(
                connection,
                NotingTriggers.create(
                    lease.migration(), table.getKey(), firstVersion, table.getValue(), watched));
          }
          return true;
        });
  }

  @Override
  public void unwatch(Lease lease) {
    NotingTriggers.drop(sessions, lease);
  }

  @Override
  public void forget(Lease lease) {
    sessions.call(
        lease.migration() + "/items",
        "forget what writers have noted",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM crossfade.item WHERE migration = ?")) {
            Leases.requireNoNewer(connection, lease);
            delete.setString(1, lease.migration());
            return delete.executeUpdate();
          } catch (SQLException e) {
            if (SqlState.isMissingSchema(e)) {
              return 0;
            }
            throw e;
          }
        });
  }

  @Override
  public Moment now() {
    return sessions.call("items", "read the moment", PostgresItems::moment);
  }

  private static Moment moment(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NOW)) {
      row.next();
      return new Moment(row.getString(1));
    }
  }

  /** All at one moment: what is told and what is pending must not contradict each other. */
  @Override
  public Look look(String migration, Moment since, int atMost) {
    return sessions.call(
        migration + "/items",
        "look at what writers have noted",
        connection -> {
          connection.setAutoCommit(false);
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          Moment at = moment(connection);
          List<Item> told = told(connection, migration, since, atMost + 1);
          boolean whole = told.size() <= atMost;
          Look look = pending(connection, migration, at, whole ? told : List.of(), whole);
          connection.commit();
          return look;
        });
  }

  private static List<Item> told(Connection connection, String migration, Moment since, int atMost)
      throws SQLException {
    List<Item> told = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(ItemTable.LOOK)) {
      query.setString(1, migration);
      query.setString(2, since.text());
      query.setString(3, since.text());
      query.setInt(4, atMost);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          told.add(new Item(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return told;
  }

  private static Look pending(
      Connection connection, String migration, Moment at, List<Item> told, boolean whole)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ItemTable.PENDING)) {
      query.setString(1, migration);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Look(at, told, whole, row.getLong(1), row.getLong(2), row.getLong(3));
      }
    }
  }

  @Override
  public boolean isSettled(String migration, Moment before) {
    return sessions.call(
        migration + "/items",
        "look whether everything is mirrored",
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ItemTable.IS_PENDING)) {
            query.setString(1, migration);
            query.setString(2, before.text());
            try (ResultSet row = query.executeQuery()) {
              row.next();
              return !row.getBoolean(1);
            }
          }
        });
  }

  /** Each by itself: who holds one line waits for no other, so no writer is ever in our way. */
  @Override
  public void renew(Lease lease, Collection<Item> items) {
    Transaction.run(
        sessions,
        lease.migration() + "/items",
        "have rows mirrored anew",
        connection -> {
          try (PreparedStatement upsert = connection.prepareStatement(ItemTable.RENEW)) {
            for (Item item : items) {
              Leases.require(connection, lease);
              upsert.setString(1, lease.migration());
              upsert.setString(2, lease.migration());
              upsert.setString(3, item.store());
              upsert.setString(4, item.key());
              upsert.executeUpdate();
              connection.commit();
            }
          }
          return true;
        });
  }

  @Override
  public void renewAll(Lease lease, String store) {
    sessions.call(
        lease.migration() + "/items",
        "have a table mirrored anew",
        connection -> {
          new Renewal(connection, lease, store).run();
          return true;
        });
  }

  @Override
  public ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format) {
    return PostgresChunkWrite.begin(
        sessions,
        lease,
        chunk,
        mapping,
        format,
        new BesideMirrors(lease.migration(), mapping, chunk.id().number()));
  }

  /** The source's name of a table, which is the name of its store on both sides. */
  static String store(TableMapping mapping) {
    Table source = mapping.from();
    return source.name().toString();
  }
}
