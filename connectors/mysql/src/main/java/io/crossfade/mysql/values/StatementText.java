package io.crossfade.mysql.values;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its values in its text, which the server reads faster than so many parameters.
 * Only large ones are parameters: escaped, they might not fit into a packet.
 */
public final class StatementText {
  private static final int LARGE = 128 * 1024;

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> large = new ArrayList<>();
  private long largeLength;

  public StatementText add(String text) {
    sql.append(text);
    return this;
  }

  /** Adds a canonical text as a value of that type. */
  public StatementText add(ValueType type, @Nullable String value) {
    if (value != null && value.length() > LARGE) {
      sql.append('?');
      large.add(parameter(type, value));
      largeLength += value.length();
    } else {
      sql.append(Literal.of(type, value));
    }
    return this;
  }

  private static Object parameter(ValueType type, String value) {
    return type.family() == ValueType.Family.BYTES && value.startsWith("\\x")
        ? HexFormat.of().parseHex(value, 2, value.length())
        : value;
  }

  /** About how many bytes it takes on its way. */
  public long length() {
    return sql.length() + largeLength;
  }

  /** Returns how many rows it has written; of an update, how many it has found. */
  public int run(Connection connection) throws SQLException {
    if (large.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate(sql.toString());
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < large.size(); i++) {
        if (large.get(i) instanceof byte[] bytes) {
          statement.setBytes(i + 1, bytes);
        } else {
          statement.setString(i + 1, (String) large.get(i));
        }
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public String toString() {
    return sql.toString();
  }
}
