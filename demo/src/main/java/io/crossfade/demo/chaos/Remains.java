package io.crossfade.demo.chaos;

import io.crossfade.demo.load.Databases;
import io.crossfade.demo.vendor.MySql;
import io.crossfade.demo.vendor.Vendor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// What is there of ours after the cleanup, and should not be; docs/steps/cleanup.md says what
/// stays on purpose.
final class Remains {
  /// A source of PostgreSQL.
  private static final String LOG =
      "SELECT 'slot ' || slot_name FROM pg_replication_slots"
          + " UNION ALL SELECT 'publication ' || pubname FROM pg_publication"
          + " UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts";

  private static final String REST =
      LOG
          + " UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'crossfade'"
          + " UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal";

  /// A source of MySQL or MariaDB: the tables that tell of the fence stay.
  private static final String NOTED =
      "SELECT concat('table crossfade.', table_name) FROM information_schema.tables"
          + " WHERE table_schema = 'crossfade' AND table_name = 'retained'"
          + " UNION ALL SELECT concat('session ', id, ' ', command)"
          + " FROM information_schema.processlist WHERE user = 'root' AND id <> connection_id()";

  private static final String SESSIONS =
      " UNION ALL SELECT 'session ' || application_name FROM pg_stat_activity"
          + " WHERE application_name LIKE 'crossfade/%'";

  private Remains() {}

  /// A line each.
  static List<String> of(Databases databases) throws SQLException {
    List<String> found = new ArrayList<>();
    String source = Vendor.of(databases.source()) instanceof MySql ? NOTED : LOG + SESSIONS;
    look(databases.source(), source).forEach(what -> found.add("on the source: " + what));
    look(databases.target(), REST + SESSIONS).forEach(what -> found.add("on the target: " + what));
    return found;
  }

  private static List<String> look(String url, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}
