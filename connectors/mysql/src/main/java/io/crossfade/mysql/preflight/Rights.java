package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What our user may do, beside what it has to. See docs/mysql.md for the statements that grant it.
 */
final class Rights implements Check {
  private static final String WORKSPACE = "crossfade";

  private static final List<String> ON_BOTH =
      List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRIGGER", "ALTER", "LOCK TABLES");
  private static final List<String> ON_TARGET =
      List.of("CREATE", "CREATE TEMPORARY TABLES", "DROP", "INDEX", "REFERENCES");
  private static final List<String> FOR_VIEWS_ON_TARGET = List.of("SHOW VIEW", "CREATE VIEW");
  private static final List<String> IN_WORKSPACE =
      List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX");

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    Grants grants = Grants.read(asked);
    String user = asked.rows("SELECT CURRENT_USER()", row -> row.getString(1)).get(0);
    String to = " TO " + account(user);
    Set<String> server = new TreeSet<>();
    if (asked.followed()) {
      missing(grants, server, "REPLICATION SLAVE", "REPLICATION SLAVE");
      missing(grants, server, clientRight(asked), "REPLICATION CLIENT", "BINLOG MONITOR");
      missing(grants, server, "PROCESS", "PROCESS");
    }
    if (!server.isEmpty()) {
      add(asked, grants, found, server, asked.server(), "*.*" + to);
    }
    workspace(asked, grants, found, to);
    tables(asked, grants, found, to);
    triggers(asked, grants, found);
    return found;
  }

  private static String clientRight(Asked asked) throws SQLException {
    return asked.dialect() == Dialect.MYSQL ? "REPLICATION CLIENT" : "BINLOG MONITOR";
  }

  private static void missing(Grants grants, Set<String> found, String right, String... names) {
    if (!grants.has(names)) {
      found.add(right);
    }
  }

  private static void workspace(Asked asked, Grants grants, List<Finding> found, String to) {
    Set<String> missing = new TreeSet<>();
    for (String right : IN_WORKSPACE) {
      if (!grants.hasIn(WORKSPACE, right)) {
        missing.add(right);
      }
    }
    if (!missing.isEmpty()) {
      add(asked, grants, found, missing, "database crossfade", "crossfade.*" + to);
    }
  }

  /** A line for each database: there may be thousands of tables. */
  private static void tables(Asked asked, Grants grants, List<Finding> found, String to) {
    List<String> needed = new ArrayList<>(ON_BOTH);
    if (asked.side() == Side.TARGET) {
      needed.addAll(ON_TARGET);
    }
    Set<String> schemas = new TreeSet<>();
    asked.tables().forEach(table -> schemas.add(table.name().schema()));
    for (String schema : schemas) {
      Set<String> missing = new TreeSet<>();
      for (Table table : asked.tables()) {
        for (String right : table.name().schema().equals(schema) ? needed : List.<String>of()) {
          if (!grants.hasOn(schema, table.name().name(), right)) {
            missing.add(right);
          }
        }
      }
      if (!missing.isEmpty()) {
        add(asked, grants, found, missing, "database " + schema, Sql.quote(schema) + ".*" + to);
      }
      views(asked, grants, found, schema, to);
    }
  }

  /** Many databases have none, so that this stops nothing. */
  private static void views(
      Asked asked, Grants grants, List<Finding> found, String schema, String to) {
    List<String> needed =
        asked.side() == Side.TARGET ? FOR_VIEWS_ON_TARGET : FOR_VIEWS_ON_TARGET.subList(0, 1);
    List<String> missing =
        needed.stream().filter(right -> !grants.hasIn(schema, right)).toList();
    if (!missing.isEmpty()) {
      found.add(
          Finding.warns(
              "our user has no right to %s: if there are views, they are not carried"
                  .formatted(String.join(", ", missing)),
              "database " + schema + " of " + asked.server(),
              "GRANT " + String.join(", ", missing) + " ON " + Sql.quote(schema) + ".*" + to));
    }
  }

  /** Our fence is made of triggers. */
  private static void triggers(Asked asked, Grants grants, List<Finding> found)
      throws SQLException {
    boolean trusted =
        asked
            .rows(
                "SELECT @@global.log_bin = 0 OR @@global.log_bin_trust_function_creators",
                row -> row.getBoolean(1))
            .get(0);
    if (!trusted && !grants.has("SUPER", "BINLOG ADMIN")) {
      found.add(
          asked.stops(
              "with a binary log the server lets only a SUPER user make triggers, of which the fence of a switch is made",
              "SET GLOBAL log_bin_trust_function_creators = ON"));
    }
  }

  private static void add(
      Asked asked,
      Grants grants,
      List<Finding> found,
      Set<String> missing,
      String where,
      String on) {
    String rights = String.join(", ", missing);
    String mend = "GRANT " + rights + " ON " + on;
    String place = where.startsWith("the ") ? where : where + " of " + asked.server();
    found.add(
        grants.roles()
            ? Finding.warns(
                "our user has the right to %s only by a role, if at all".formatted(rights),
                place,
                mend)
            : Finding.stops(
                new Problem("our user has no right to %s".formatted(rights), place, mend)));
  }

  private static String account(String user) {
    int at = user.lastIndexOf('@');
    return Sql.literal(user.substring(0, at)) + "@" + Sql.literal(user.substring(at + 1));
  }
}
