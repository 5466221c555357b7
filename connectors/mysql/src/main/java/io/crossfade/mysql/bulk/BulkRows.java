package io.crossfade.mysql.bulk;

import io.crossfade.model.Row;
import java.io.IOException;
import java.util.List;
import org.mariadb.jdbc.client.socket.Writer;

/** The rows of one message, each with a parameter for some of its columns. */
public final class BulkRows {
  private static final int VALUE = 0;
  private static final int NULL = 1;

  private final List<BulkForm> forms;
  private final List<Integer> columns;
  private final BulkBuffer values = new BulkBuffer();
  private int count;

  /**
   * @param forms of all columns of a row
   * @param columns those that are parameters, in the statement's order
   */
  public BulkRows(List<BulkForm> forms, List<Integer> columns) {
    this.forms = forms;
    this.columns = columns;
  }

  /** False where a value has no sure form; then the row is not in it. */
  public boolean add(Row row) {
    int before = values.length();
    try {
      for (int column : columns) {
        String value = row.value(column);
        values.one(value == null ? NULL : VALUE);
        if (value != null) {
          forms.get(column).put(value, values);
        }
      }
    } catch (IllegalArgumentException e) {
      values.cut(before);
      return false;
    }
    count++;
    return true;
  }

  public int count() {
    return count;
  }

  /** How many bytes they take on their way. */
  public long length() {
    return values.length();
  }

  public void clear() {
    values.cut(0);
    count = 0;
  }

  void writeTo(Writer writer) throws IOException {
    for (int column : columns) {
      writer.writeShort((short) forms.get(column).type());
    }
    writer.writeBytes(values.bytes(), 0, values.length());
  }
}
