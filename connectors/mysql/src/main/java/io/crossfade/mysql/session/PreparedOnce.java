package io.crossfade.mysql.session;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.Client;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Reader;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.message.ClientMessage;
import org.mariadb.jdbc.message.client.PreparePacket;
import org.mariadb.jdbc.message.server.ErrorPacket;
import org.mariadb.jdbc.message.server.PrepareResultPacket;

/**
 * A statement that the server has prepared for a moment. The driver's own would be kept, though its
 * table may be made anew meanwhile.
 */
public final class PreparedOnce implements AutoCloseable {
  private static final int ERROR = 0xff;

  private final Client client;
  private final PrepareResultPacket prepared;

  private PreparedOnce(Client client, PrepareResultPacket prepared) {
    this.client = client;
    this.prepared = prepared;
  }

  public static PreparedOnce of(Connection connection, String sql) throws SQLException {
    Client client = connection.unwrap(org.mariadb.jdbc.Connection.class).getClient();
    Prepare prepare = new Prepare(sql);
    client.execute(prepare, false);
    return new PreparedOnce(client, prepare.prepared());
  }

  /** What the server has told of it. */
  public PrepareResultPacket prepared() {
    return prepared;
  }

  /** Returns the answer to a message that is about it. */
  public Completion send(ClientMessage message) throws SQLException {
    return client.execute(message, false).get(0);
  }

  @Override
  public void close() throws SQLException {
    if (!client.isClosed()) {
      client.closePrepare(prepared);
    }
  }

  /** What the server has refused. */
  public static SQLException error(
      ReadableByteBuf packet, Context context, ExceptionFactory exceptions) {
    ErrorPacket error = new ErrorPacket(packet, context);
    return exceptions.create(error.getMessage(), error.getSqlState(), error.getErrorCode());
  }

  private static final class Prepare implements Exchange {
    private final String sql;
    private @Nullable PrepareResultPacket prepared;

    Prepare(String sql) {
      this.sql = sql;
    }

    PrepareResultPacket prepared() throws SQLException {
      if (prepared == null) {
        throw new SQLException("the server did not answer what it had prepared");
      }
      return prepared;
    }

    @Override
    public int encode(Writer writer, Context context) throws IOException {
      return new PreparePacket(sql).encode(writer, context);
    }

    @Override
    public void read(Reader reader, Context context, ExceptionFactory exceptions, boolean trace)
        throws IOException, SQLException {
      ReadableByteBuf answer = reader.readReusablePacket(trace);
      if (answer.getUnsignedByte() == ERROR) {
        throw error(answer, context, exceptions);
      }
      prepared = new PrepareResultPacket(answer, reader, context);
    }
  }
}
