package io.crossfade.postgresql.apply;

import io.crossfade.connector.Write;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.key.KeyColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write as SQL.
 *
 * @param parameters one text array each
 * @param tellsMissing whether it gives the keys of rows that were not there, instead of a count
 */
record WriteStatement(
    TableName table,
    String sql,
    List<@Nullable String[]> parameters,
    int rows,
    boolean tellsMissing) {

  static WriteStatement of(Write write, Connection connection) throws SQLException {
    if (write instanceof Write.Delete delete) {
      return DeleteSql.of(delete);
    } else if (write instanceof Write.Upsert upsert) {
      return UpsertSql.of(upsert);
    } else if (write instanceof Write.Insert insert) {
      return UpsertSql.of(new Write.Upsert(insert.mapping(), insert.rows()));
    } else if (write instanceof Write.Patch patch) {
      return UpdateSql.of(patch);
    } else if (write instanceof Write.Move move) {
      return UpdateSql.of(move);
    }
    Write.DeleteRange range = (Write.DeleteRange) write;
    return DeleteSql.of(range, KeyColumns.read(connection, range.mapping().to()));
  }

  /** How many characters its values have. */
  long length() {
    long length = 0;
    for (@Nullable String[] values : parameters) {
      for (String value : values) {
        length += value == null ? 0 : value.length();
      }
    }
    return length;
  }
}
