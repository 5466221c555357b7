package io.crossfade.postgresql.objects;

import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this server lacks for objects of another one: extensions, and roles. */
public final class TargetObstacles {
  /** Gives the extension, and why it cannot be made. */
  private static final String EXTENSIONS =
      """
      SELECT x.name, CASE WHEN a.name IS NULL THEN 'this server has no files of it: install its package, then CREATE EXTENSION ' || x.name
        ELSE format('our role may not make it: as a superuser CREATE EXTENSION %s, in the schema where the source has it', x.name) END
      FROM unnest(?::text[]) x (name) LEFT JOIN pg_available_extensions a ON quote_ident(a.name) = x.name
      WHERE NOT EXISTS (SELECT FROM pg_extension e WHERE quote_ident(e.extname) = x.name)
        AND NOT EXISTS (SELECT FROM pg_available_extension_versions v WHERE v.name = a.name AND v.version = a.default_version
          AND ((SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
            OR (v.trusted OR NOT v.superuser) AND has_database_privilege(current_database(), 'CREATE')))
      """;

  private static final String ROLES =
      """
      SELECT x.name, format('there is no role %s here', x.name) FROM unnest(?::text[]) x (name)
      WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE quote_ident(r.rolname) = x.name)
      """;

  private static final Set<String> FIRING = Set.of("trigger", "rule");

  private static final String WOULD_FIRE =
      "our role may not set session_replication_role here, so our own writes would fire it: make it after `cleanup`";

  private TargetObstacles() {}

  /** See {@link io.crossfade.connector.Catalog#obstacles}. */
  public static Map<ObjectName, String> find(Connection connection, List<SchemaObject> objects)
      throws SQLException {
    Map<String, String> extensions =
        query(
            connection,
            EXTENSIONS,
            objects.stream()
                .map(SchemaObject::name)
                .filter(name -> name.kind().equals("extension"))
                .map(ObjectName::name)
                .toList());
    Map<String, String> roles =
        query(
            connection,
            ROLES,
            objects.stream()
                .flatMap(object -> object.uses().objects().stream())
                .filter(name -> name.kind().equals(ObjectReading.ROLE))
                .map(ObjectName::name)
                .distinct()
                .toList());
    Map<ObjectName, String> obstacles = new HashMap<>();
    boolean mayFire = !maySetReplicaRole(connection);
    for (SchemaObject object : objects) {
      if (mayFire && FIRING.contains(object.name().kind())) {
        put(obstacles, object.name(), WOULD_FIRE);
      }
      if (object.name().kind().equals("extension")) {
        put(obstacles, object.name(), extensions.get(object.name().name()));
      }
      for (ObjectName named : object.uses().objects()) {
        if (named.kind().equals(ObjectReading.ROLE)) {
          put(obstacles, object.name(), roles.get(named.name()));
        }
      }
    }
    return obstacles;
  }

  /** Tried, not looked up: some clouds let roles do it whose rights do not show it. */
  private static boolean maySetReplicaRole(Connection connection) throws SQLException {
    try {
      Transaction.execute(connection, "SET session_replication_role = replica");
      Transaction.execute(connection, "RESET session_replication_role");
      return true;
    } catch (SQLException e) {
      if (SqlState.is(e, "42501")) {
        return false;
      }
      throw e;
    }
  }

  private static void put(
      Map<ObjectName, String> obstacles, ObjectName name, @Nullable String why) {
    if (why != null) {
      obstacles.putIfAbsent(name, why);
    }
  }

  private static Map<String, String> query(Connection connection, String sql, List<String> names)
      throws SQLException {
    Map<String, String> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", names.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.put(row.getString(1), row.getString(2));
        }
      }
    }
    return found;
  }
}
