package io.crossfade.postgresql.objects;

import io.crossfade.connector.Lease;
import io.crossfade.connector.NotCarried;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import io.crossfade.postgresql.workspace.MadeObjects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes objects that are not there yet, each in a transaction of its own: the stream may be writing
 * beside, and one that the server refuses keeps no other from being made.
 */
public final class ObjectMaking {
  /** Large transactions are applied for minutes, and the locks wait for them. */
  private static final int ATTEMPTS = 200;

  private static final String SETTINGS =
      "SET LOCAL lock_timeout = '5s'; SET LOCAL check_function_bodies = off";

  /** A partition is, if its table is. */
  private static final String IS_OURS =
      """
      SELECT FROM (SELECT * FROM crossfade.made WHERE migration = ?) m JOIN (%s) f (class, object) ON f.class::oid = m.class
        AND m.object IN (f.object::oid, CASE m.class WHEN 'pg_class'::regclass THEN pg_partition_root(f.object::oid::regclass)::oid END)
      """;

  private static final Set<String> ROUTINES = Set.of("function", "procedure", "aggregate");

  private final Sessions sessions;
  private final Connection connection;
  private final Lease lease;

  public ObjectMaking(Sessions sessions, Connection connection, Lease lease) {
    this.sessions = sessions;
    this.connection = connection;
    this.lease = lease;
  }

  /** Gives what the server refused. */
  public List<NotCarried> make(List<SchemaObject> objects) throws SQLException {
    Map<ObjectName, String> there = ObjectReading.definitions(connection);
    connection.setAutoCommit(false);
    List<NotCarried> refused = new ArrayList<>();
    for (SchemaObject object : objects) {
      if (isWanted(object, there)) {
        make(object).ifPresent(refused::add);
      }
    }
    connection.commit();
    return refused;
  }

  private boolean isWanted(SchemaObject object, Map<ObjectName, String> there) throws SQLException {
    if (object.bearer() == null) {
      return !there.containsKey(object.name());
    }
    return !object.definition().equals(there.get(object.name())) && isOurs(object.bearer());
  }

  private boolean isOurs(ObjectName name) throws SQLException {
    String query = IS_OURS.formatted(Lookups.of(name.kind()));
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, lease.migration());
      statement.setString(2, name.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private Optional<NotCarried> make(SchemaObject object) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        once(object);
        return Optional.empty();
      } catch (SQLException e) {
        connection.rollback();
        boolean clash = SqlState.isClash(e) || SqlState.isLockTimeout(e);
        if (!clash && mayBeMissing(object) && !SqlState.mayPass(e)) {
          return Optional.of(refused(object, e));
        }
        if (!clash || attempt == ATTEMPTS) {
          throw sessions.failed("make " + object.name(), e);
        }
      }
    }
  }

  /** Without a type or a schema the tables cannot be made. */
  private static boolean mayBeMissing(SchemaObject object) {
    return object.section() != Section.BEFORE_TABLES || ROUTINES.contains(object.name().kind());
  }

  private NotCarried refused(SchemaObject object, SQLException e) {
    return new NotCarried(
        object.name().toString(),
        "the target",
        sessions.failed("make it", e).getMessage() + "; make it by hand: " + object.definition());
  }

  private void once(SchemaObject object) throws SQLException {
    Transaction.execute(connection, SETTINGS);
    // As text, which the server takes apart: a driver would look for ends of statements in it.
    String execute = "BEGIN EXECUTE " + Sql.literal(object.definition()) + "; END";
    Transaction.execute(connection, "DO " + Sql.literal(execute));
    // Only now: whoever takes the migration over would wait for us that long.
    Leases.require(connection, lease);
    if (object.bearer() == null) {
      MadeObjects.add(
          connection, lease.migration(), Lookups.of(object.name().kind()), object.name().name());
    }
    connection.commit();
  }
}
