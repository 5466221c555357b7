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
import java.util.stream.Collectors;

/**
 * A query of these servers never fails for a value that cannot be cast: it gives another one, and a
 * warning. Our sessions have notes switched off, so that there is room for warnings.
 */
final class RefusedCast {
  private RefusedCast() {}

  /** To be asked right after the query. The warning itself would show the value. */
  static void refuse(Connection connection, TableMapping mapping) throws SQLException {
    String columns =
        mapping.columns().stream()
            .filter(ColumnMapping.Cast.class::isInstance)
            .map(ColumnMapping::to)
            .collect(Collectors.joining(", "));
    if (columns.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet warning = statement.executeQuery("SHOW WARNINGS LIMIT 1")) {
      if (warning.next()) {
        String table = mapping.to().name().toString();
        throw new CrossfadeException(
            ErrorCode.TARGET_REFUSED_ROW,
            "a row for %s does not fit column %s: a value cannot be cast without loss (the server's error %d); mend the row, and it goes on by itself"
                .formatted(table, columns, warning.getInt(2)),
            Map.of("table", table, "column", columns, CrossfadeException.PASSES, "true"));
      }
    }
  }
}
