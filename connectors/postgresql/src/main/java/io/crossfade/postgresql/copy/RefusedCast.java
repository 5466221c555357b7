package io.crossfade.postgresql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.session.RefusedRow;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds the row that a cast of the mapping refused, and its column. The server that reads says
 * neither, so it is let walk through the rows once more and try one cast after the other.
 */
final class RefusedCast {
  /** Of an error that nobody else raises. */
  private static final String FOUND = "CFROW";

  private static final String WALK =
      """
      #variable_conflict use_column
      DECLARE "~row" record;
      BEGIN
        FOR "~row" IN SELECT %s FROM %s WHERE %s LOOP
      %s  END LOOP;
      END
      """;

  private static final String TRY =
      """
          BEGIN
            PERFORM ("~row"."~%1$d")::%2$s;
          EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
            RAISE EXCEPTION USING ERRCODE = 'CFROW', MESSAGE = 'refused', COLUMN = %3$s, DETAIL = "~row"."~key";
          END;
      """;

  private RefusedCast() {}

  /** The error with the row's key, if it is still there; else as the server gave it. */
  static CrossfadeException named(
      Connection connection, TableMapping mapping, String condition, SQLException error) {
    String table = mapping.to().name().toString();
    try {
      Transaction.execute(connection, "DO " + Sql.literal(walk(mapping, condition)));
    } catch (SQLException e) {
      ServerErrorMessage found = found(e);
      if (found != null) {
        return exception(table, found, error);
      }
      error.addSuppressed(e);
    }
    return RefusedRow.exception(table, error);
  }

  private static CrossfadeException exception(
      String table, ServerErrorMessage found, SQLException error) {
    String key = String.valueOf(found.getDetail());
    String column = String.valueOf(found.getColumn());
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the row for %s with %s does not fit column %s: %s; mend the row, and it goes on by itself"
            .formatted(table, key, column, RefusedRow.reason(error)),
        Map.of("table", table, "key", key, "column", column, CrossfadeException.PASSES, "true"),
        error);
  }

  private static @Nullable ServerErrorMessage found(SQLException e) {
    return FOUND.equals(e.getSQLState()) && e instanceof PSQLException found
        ? found.getServerErrorMessage()
        : null;
  }

  private static String walk(TableMapping mapping, String condition) {
    StringJoiner read = new StringJoiner(", ");
    StringBuilder tries = new StringBuilder();
    List<ColumnMapping> columns = mapping.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof ColumnMapping.Cast cast) {
        read.add(Sql.quote(cast.from()) + " AS \"~" + i + "\"");
        tries.append(TRY.formatted(i, Sql.castable(cast.toType()), Sql.literal(cast.to())));
      }
    }
    read.add(key(mapping) + " AS \"~key\"");
    return WALK.formatted(read, Sql.table(mapping.from().name()), condition, tries);
  }

  private static String key(TableMapping mapping) {
    return mapping.from().key().stream()
        .map(column -> Sql.literal(column + "=") + " || " + Sql.quote(column) + "::text")
        .collect(Collectors.joining(" || ', ' || "));
  }
}
