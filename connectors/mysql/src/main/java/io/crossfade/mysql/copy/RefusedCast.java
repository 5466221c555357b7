package io.crossfade.mysql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A SELECT whose cast does not fit goes on with another value, and with a warning. So whoever has
 * read with casts asks for warnings before he relies on what he has read. Notes, such as of a
 * fraction that is left out, are switched off in our sessions.
 */
final class RefusedCast {
  private static final String COUNT = "SHOW COUNT(*) WARNINGS";

  private RefusedCast() {}

  static boolean isPossible(TableMapping mapping) {
    return mapping.columns().stream().anyMatch(ColumnMapping.Cast.class::isInstance);
  }

  /** Right after the query: TARGET_REFUSED_ROW where a value was not cast. */
  static void require(Connection connection, TableMapping mapping) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery(COUNT)) {
      if (count.next() && count.getLong(1) > 0) {
        throw refused(mapping);
      }
    }
  }

  private static CrossfadeException refused(TableMapping mapping) {
    String table = mapping.to().name().toString();
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "rows of "
            + mapping.from().name()
            + " do not fit "
            + table
            + ": a value cannot be cast to the type of its column there; mend the rows, or the"
            + " mapping, and it goes on by itself",
        Map.of("table", table, CrossfadeException.PASSES, "true"));
  }
}
