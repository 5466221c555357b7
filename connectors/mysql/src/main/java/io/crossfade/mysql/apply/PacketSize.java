package io.crossfade.mysql.apply;

import io.crossfade.model.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How long a statement of many rows may become: the server takes it in one packet. */
public record PacketSize(long most) {
  private static final long ENOUGH = 1 << 20;

  /** An escaped character, or one of many bytes. */
  private static final int WORST = 4;

  public static PacketSize of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@max_allowed_packet")) {
      row.next();
      return new PacketSize(Math.min(ENOUGH, row.getLong(1) / WORST));
    }
  }

  /** Whether the row no longer goes into a statement that has this length already. */
  public boolean isFull(long length, Row row) {
    return length + row.weight() > most;
  }
}
