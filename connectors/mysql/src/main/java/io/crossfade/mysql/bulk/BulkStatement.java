package io.crossfade.mysql.bulk;

import io.crossfade.mysql.session.PreparedOnce;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.message.ClientMessage;
import org.mariadb.jdbc.message.server.OkPacket;
import org.mariadb.jdbc.util.constants.Capabilities;

/**
 * A statement that is run for many rows by one message, whose values the server need not read out
 * of SQL. Its table must not be altered after it was prepared: the server would write nothing, and
 * give an error without number or text.
 */
public final class BulkStatement implements AutoCloseable {
  private static final int EXECUTE_MANY = 0xfa;
  private static final int WITH_TYPES = 0x80;

  private final PreparedOnce statement;

  private BulkStatement(PreparedOnce statement) {
    this.statement = statement;
  }

  /** Whether the server at the other end knows the protocol; MySQL does not. */
  public static boolean isKnownTo(Connection connection) throws SQLException {
    return connection
        .unwrap(org.mariadb.jdbc.Connection.class)
        .getContext()
        .hasClientCapability(Capabilities.STMT_BULK_OPERATIONS);
  }

  public static BulkStatement of(Connection connection, String sql) throws SQLException {
    return new BulkStatement(PreparedOnce.of(connection, sql));
  }

  /** Returns how many rows it has written, as the server counts them. */
  public long run(BulkRows rows) throws SQLException {
    Completion answer =
        statement.send(new ExecuteMany(statement.prepared().getStatementId(), rows));
    if (answer instanceof OkPacket ok) {
      return ok.getAffectedRows();
    }
    throw new SQLException("the server did not say how many rows it has written");
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }

  private record ExecuteMany(int statement, BulkRows rows) implements ClientMessage {
    @Override
    public int encode(Writer writer, Context context) throws IOException {
      writer.initPacket();
      writer.writeByte(EXECUTE_MANY);
      writer.writeInt(statement);
      writer.writeShort((short) WITH_TYPES);
      rows.writeTo(writer);
      writer.flush();
      return 1;
    }

    @Override
    public boolean binaryProtocol() {
      return true;
    }
  }
}
