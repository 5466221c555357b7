package io.crossfade.postgresql.apply;

import io.crossfade.connector.Write;
import io.crossfade.model.TableName;
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

  static TableName table(Write write) {
    if (write instanceof Write.Delete delete) {
      return delete.mapping().to().name();
    } else if (write instanceof Write.Upsert upsert) {
      return upsert.mapping().to().name();
    } else if (write instanceof Write.Patch patch) {
      return patch.mapping().to().name();
    } else if (write instanceof Write.Move move) {
      return move.mapping().to().name();
    }
    return ((Write.DeleteRange) write).mapping().to().name();
  }
}
