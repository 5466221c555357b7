package io.crossfade.postgresql.mapping;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.session.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * A written column whose value the reading database gives.
 *
 * @param to the written column
 * @param expression over the columns of the table that is read; its value is of {@code type}
 * @param type the written column's type; of one that is converted, which happens here, the read
 *     column's
 */
public record MappedColumn(String to, String expression, String type) {

  /** In the mapping's order, without what only we or the writer can know. */
  public static List<MappedColumn> of(TableMapping mapping) {
    List<MappedColumn> columns = new ArrayList<>();
    for (ColumnMapping column : mapping.columns()) {
      String type = mapping.to().column(column.to()).type();
      if (column instanceof ColumnMapping.Copied copied) {
        String fromType = mapping.from().column(copied.from()).type();
        columns.add(new MappedColumn(column.to(), read(copied.from(), fromType, type), type));
      } else if (column instanceof ColumnMapping.Cast cast) {
        columns.add(new MappedColumn(column.to(), read(cast.from(), "", cast.toType()), type));
      } else if (column instanceof ColumnMapping.Converted converted) {
        String fromType = mapping.from().column(converted.from()).type();
        columns.add(new MappedColumn(column.to(), Sql.quote(converted.from()), fromType));
      } else if (column instanceof ColumnMapping.Constant constant) {
        columns.add(new MappedColumn(column.to(), Sql.typed(constant.value(), type), type));
      }
    }
    return columns;
  }

  /**
   * A cast to a user's type is left out where nothing changes: the type need not have the same name
   * on both sides.
   */
  private static String read(String column, String fromType, String toType) {
    boolean same = Sql.castable(fromType).equals(Sql.castable(toType));
    return same ? Sql.quote(column) : "(" + Sql.quote(column) + ")::" + Sql.castable(toType);
  }
}
