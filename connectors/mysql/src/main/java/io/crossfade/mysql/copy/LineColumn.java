package io.crossfade.mysql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.values.Form;
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

  @Nullable Form form() {
    return read.form();
  }

  @Nullable String constant() {
    return read.constant();
  }

  @Nullable String text(byte @Nullable [] value) {
    return read.text(value);
  }
}
