package io.crossfade.mysql.apply;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.mysql.key.TextOrder;
import java.util.List;

/**
 * The columns of a written key that have to be compared by bytes: this server takes texts for the
 * same that are two keys on the side that is read.
 */
final class ExactKey {
  private ExactKey() {}

  static List<String> of(TableMapping mapping) {
    return mapping.columns().stream()
        .filter(column -> mapping.to().key().contains(column.to()))
        .filter(column -> TextOrder.joins(mapping.to().column(column.to()).type()))
        .filter(column -> !isJoinedWhereRead(mapping, column))
        .map(ColumnMapping::to)
        .toList();
  }

  /** A value of the mapping itself has no second spelling. */
  private static boolean isJoinedWhereRead(TableMapping mapping, ColumnMapping column) {
    String from =
        column instanceof ColumnMapping.Copied copied
            ? copied.from()
            : column instanceof ColumnMapping.Cast cast
                ? cast.from()
                : column instanceof ColumnMapping.Converted converted ? converted.from() : null;
    if (from == null) {
      return true;
    }
    Column read = mapping.from().column(from);
    return read.kind().has(Trait.FOLDED)
        || read.type().equals(mapping.to().column(column.to()).type());
  }

  /** Of an expression that is a text. */
  static String bytes(String text) {
    return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
  }
}
