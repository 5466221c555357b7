package io.crossfade.mysql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.values.Form;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column on its way into lines. Most values pass as the bytes that they are; a text is made only
 * of those that are converted, and of keys, by which a row that does not fit is named.
 */
record LineColumn(ReadColumn read, boolean isConverted, boolean isKey) {

  /**
   * @param columns what {@link ReadColumn#of} has made of the mapping
   */
  static LineColumn[] of(TableMapping mapping, List<ReadColumn> columns) {
    List<String> converted = new ArrayList<>();
    for (ColumnMapping column : mapping.columns()) {
      if (column instanceof ColumnMapping.Converted c
          && (c.zeroAsNull() || !c.conversion().isNothing())) {
        converted.add(c.to());
      }
    }
    return columns.stream()
        .map(column ->
            new LineColumn(
                column,
                converted.contains(column.to()),
                !converted.isEmpty() && mapping.to().key().contains(column.to())))
        .toArray(LineColumn[]::new);
  }

  boolean isSeen() {
    return isConverted || isKey;
  }

  @Nullable String text(ResultSet row) throws SQLException {
    return read.text(row);
  }

  /** As it comes. */
  void addTo(LineBuffer line, ResultSet row) throws SQLException {
    Form form = read.form();
    if (form == null) {
      line.add(read.constant());
    } else {
      line.add(form, row.getBytes(read.place()));
    }
  }
}
