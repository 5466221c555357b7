package io.crossfade.mysql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.CastSql;
import io.crossfade.mysql.values.Form;
import io.crossfade.mysql.values.Reading;
import io.crossfade.mysql.values.ValueType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as it is read for a mapping, before {@code ConvertedValues} has been at it.
 *
 * @param to the written column
 * @param reading null for a constant
 * @param place in the query's result, from 1; 0 for a constant
 */
public record ReadColumn(
    String to, @Nullable Reading reading, @Nullable String constant, int place) {

  /** Null for a constant. */
  @Nullable Form form() {
    return reading == null ? null : reading.form();
  }

  /** What the server has given, as canonical text. */
  @Nullable String text(ResultSet row) throws SQLException {
    if (reading == null) {
      return constant;
    }
    byte[] value = row.getBytes(place);
    return value == null ? null : reading.form().text(value);
  }

  /** In the mapping's order, without what only we or the writer can know. */
  public static List<ReadColumn> of(TableMapping mapping) {
    List<ReadColumn> columns = new ArrayList<>();
    int place = 1;
    for (ColumnMapping column : mapping.columns()) {
      if (column instanceof ColumnMapping.Copied copied) {
        columns.add(read(column.to(), mapping.from().column(copied.from()).type(), copied.from(), place++));
      } else if (column instanceof ColumnMapping.Cast cast) {
        ValueType type = ValueType.of(cast.toType());
        String value = CastSql.of(Sql.quote(cast.from()), cast.toType());
        columns.add(new ReadColumn(column.to(), Reading.of(type, value), null, place++));
      } else if (column instanceof ColumnMapping.Converted converted) {
        columns.add(
            read(
                column.to(),
                mapping.from().column(converted.from()).type(),
                converted.from(),
                place++));
      } else if (column instanceof ColumnMapping.Constant constant) {
        columns.add(new ReadColumn(column.to(), null, constant.value(), 0));
      }
    }
    return columns;
  }

  private static ReadColumn read(String to, String type, String from, int place) {
    return new ReadColumn(to, Reading.of(ValueType.of(type), Sql.quote(from)), null, place);
  }
}
