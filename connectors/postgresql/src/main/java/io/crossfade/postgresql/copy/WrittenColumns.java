package io.crossfade.postgresql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The columns that a COPY writes, and rows as lines for them. One thread. */
public final class WrittenColumns {
  private static final int PART = 64 * 1024;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final TableMapping mapping;
  private final CopyLine line = new CopyLine();

  public WrittenColumns(TableMapping mapping) {
    this.mapping = mapping;
  }

  public List<String> names() {
    return mapping.written();
  }

  String table() {
    return mapping.to().name().toString();
  }

  /** The written table's key, by which a row is found. */
  String key(Row row) {
    StringJoiner key = new StringJoiner(", ");
    int next = 0;
    for (ColumnMapping column : mapping.columns()) {
      boolean given = !(column instanceof ColumnMapping.WhenMissing);
      if (given && mapping.to().key().contains(column.to())) {
        key.add(column.to() + "=" + row.value(next));
      }
      next += given ? 1 : 0;
    }
    return key.toString();
  }

  /**
   * Which of these rows the server names: {@code COPY table, line 7, ...}, in its own language,
   * with values behind. Null where it names none of them.
   */
  @Nullable String refused(List<String> keys, SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
    String where = server == null ? null : server.getWhere();
    String begins = "COPY " + mapping.to().name().name();
    if (where == null || !where.startsWith(begins)) {
      return null;
    }
    Matcher number = NUMBER.matcher(where.substring(begins.length()));
    int line = number.find() ? Integer.parseInt(number.group()) : 0;
    return line > 0 && line <= keys.size() ? keys.get(line - 1) : null;
  }

  /** Takes a part of a line. */
  public interface Parts {
    void accept(byte[] buffer, int offset, int length) throws SQLException;
  }

  /**
   * The row as a line, a large one in parts. It has no values for {@code WhenMissing} columns:
   * theirs stand in the mapping.
   */
  void line(Row row, Parts parts) throws SQLException {
    int next = 0;
    for (ColumnMapping column : mapping.columns()) {
      String value =
          column instanceof ColumnMapping.WhenMissing missing ? missing.value() : row.value(next++);
      append(value, parts);
    }
    end(parts);
  }

  /** As {@link #line}, for a row that has a value for each column. */
  public void wholeLine(Row row, Parts parts) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      append(row.value(i), parts);
    }
    end(parts);
  }

  private void end(Parts parts) throws SQLException {
    line.end();
    line.giveTo(parts);
  }

  private void append(@Nullable String value, Parts parts) throws SQLException {
    if (value == null || value.length() <= PART) {
      line.append(value);
    } else {
      appendInParts(value, parts);
    }
    line.tab();
  }

  private void appendInParts(String value, Parts parts) throws SQLException {
    int from = 0;
    while (from < value.length()) {
      int to = Math.min(value.length(), from + PART);
      if (to < value.length() && Character.isHighSurrogate(value.charAt(to - 1))) {
        to--;
      }
      line.append(value.substring(from, to));
      line.giveTo(parts);
      from = to;
    }
  }
}
