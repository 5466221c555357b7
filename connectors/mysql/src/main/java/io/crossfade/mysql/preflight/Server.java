package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the server is, and whether it may be written at all. */
final class Server implements Check {
  private static final int MEGABYTE = 1 << 20;
  private static final long ENOUGH_PACKET = 16L * MEGABYTE;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    version(asked, found);
    if (asked.isOn("read_only") || asked.isOn("super_read_only")) {
      found.add(
          asked.stops(
              "it is read only: a replica, perhaps, or a primary that was replaced",
              "give the URL of the primary, or SET GLOBAL super_read_only = OFF and read_only = OFF"));
    }
    if (asked.isOn("wsrep_on")) {
      found.add(
          asked.warns(
              "it is a node of a Galera cluster, whose nodes have logs of their own",
              "give the URL of one node and not of a proxy; if that node is lost, the migration begins anew"));
    }
    if (Long.parseLong(asked.settings().getOrDefault("max_allowed_packet", "0")) < ENOUGH_PACKET) {
      found.add(
          asked.warns(
              "max_allowed_packet is %s bytes: a larger row can neither be read nor written"
                  .formatted(asked.setting("max_allowed_packet")),
              "SET GLOBAL max_allowed_packet = 1073741824, and in the server's configuration"));
    }
    return found;
  }

  private static void version(Asked asked, List<Finding> found) throws SQLException {
    DatabaseMetaData server = asked.connection().getMetaData();
    int version = server.getDatabaseMajorVersion() * 100 + server.getDatabaseMinorVersion();
    switch (asked.dialect()) {
      case MYSQL -> {
        if (version < 800) {
          found.add(asked.stops("it is older than MySQL 8.0", "upgrade it first"));
        }
      }
      case MARIADB -> {
        if (version < 1011) {
          found.add(asked.stops("it is older than MariaDB 10.11", "upgrade it first"));
        }
      }
    }
  }
}
