package io.crossfade.mysql.typed;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Statement;
import org.mariadb.jdbc.client.Client;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Reader;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.ClosableLock;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.message.ClientMessage;
import org.mariadb.jdbc.message.client.PreparePacket;
import org.mariadb.jdbc.message.server.ErrorPacket;
import org.mariadb.jdbc.message.server.PrepareResultPacket;

/**
 * A query whose rows come as the server sends them in its binary protocol: the driver's
 * conversation with the server, without the objects that it would make of each row and value.
 */
final class BinaryQuery {
  private static final int EXECUTE = 0x17;
  private static final int ERROR = 0xff;
  private static final int END = 0xfe;
  private static final int LARGEST_PACKET = 0xffffff;

  /** Takes the rows of a result. */
  interface Rows {
    /** Before the first row. */
    void begin(ColumnDecoder[] columns);

    /** The bytes are only valid during the call. */
    void row(byte[] packet);
  }

  private BinaryQuery() {}

  static void run(Connection connection, String sql, Rows rows) throws SQLException {
    Client client = connection.unwrap(org.mariadb.jdbc.Connection.class).getClient();
    Prepare prepare = new Prepare(sql);
    client.execute(prepare, false);
    PrepareResultPacket prepared = prepare.prepared();
    try {
      Execute execute = new Execute(prepared, rows);
      client.execute(execute, false);
      execute.throwFailure();
    } finally {
      if (!client.isClosed()) {
        client.closePrepare(prepared);
      }
    }
  }

  /** An answer whose rows have been given away. */
  private record Answered() implements Completion {}

  private static SQLException error(
      ReadableByteBuf packet, Context context, ExceptionFactory exceptions) {
    ErrorPacket error = new ErrorPacket(packet, context);
    return exceptions.create(error.getMessage(), error.getSqlState(), error.getErrorCode());
  }

  /** The driver's own would keep what is prepared, though the table may be made anew meanwhile. */
  private static final class Prepare implements ClientMessage {
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
    public Completion readPacket(
        Statement statement,
        int fetchSize,
        long maxRows,
        int resultSetConcurrency,
        int resultSetType,
        boolean closeOnCompletion,
        Reader reader,
        Writer writer,
        Context context,
        ExceptionFactory exceptions,
        ClosableLock lock,
        boolean trace,
        ClientMessage message,
        Consumer<String> redirect)
        throws IOException, SQLException {
      ReadableByteBuf answer = reader.readReusablePacket(trace);
      if (answer.getUnsignedByte() == ERROR) {
        throw error(answer, context, exceptions);
      }
      prepared = new PrepareResultPacket(answer, reader, context);
      return new Answered();
    }
  }

  private static final class Execute implements ClientMessage {
    private final PrepareResultPacket prepared;
    private final Rows rows;
    private @Nullable RuntimeException failure;

    Execute(PrepareResultPacket prepared, Rows rows) {
      this.prepared = prepared;
      this.rows = rows;
    }

    /** What the one who takes the rows has thrown; the connection is fit for others by then. */
    void throwFailure() {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public int encode(Writer writer, Context context) throws IOException {
      writer.initPacket();
      writer.writeByte(EXECUTE);
      writer.writeInt(prepared.getStatementId());
      writer.writeByte(0); // no cursor
      writer.writeInt(1); // as the protocol wants it
      writer.flush();
      return 1;
    }

    @Override
    public boolean binaryProtocol() {
      return true;
    }

    @Override
    public Completion readPacket(
        Statement statement,
        int fetchSize,
        long maxRows,
        int resultSetConcurrency,
        int resultSetType,
        boolean closeOnCompletion,
        Reader reader,
        Writer writer,
        Context context,
        ExceptionFactory exceptions,
        ClosableLock lock,
        boolean trace,
        ClientMessage message,
        Consumer<String> redirect)
        throws IOException, SQLException {
      ReadableByteBuf first = reader.readReusablePacket(trace);
      if (first.getUnsignedByte() == ERROR) {
        throw error(first, context, exceptions);
      }
      begin(columns(first, reader, context, trace));
      while (true) {
        ReadableByteBuf row = row(reader, trace);
        int head = row.getUnsignedByte();
        if (head == ERROR) {
          throw error(row, context, exceptions);
        }
        if (head == END) {
          end(row, context);
          return new Answered();
        }
        give(row.buf());
      }
    }

    private void begin(ColumnDecoder[] columns) {
      try {
        rows.begin(columns);
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    /** Once something has failed the rest is only read, as the driver does it too. */
    private void give(byte[] row) {
      if (failure != null) {
        return;
      }
      try {
        rows.row(row);
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    /** A row that is too large for one packet comes in several. */
    private static ReadableByteBuf row(Reader reader, boolean trace) throws IOException {
      ReadableByteBuf packet = reader.readReusablePacket(trace);
      if (packet.readableBytes() < LARGEST_PACKET) {
        return packet;
      }
      byte[] whole = Arrays.copyOf(packet.buf(), LARGEST_PACKET);
      int length;
      do {
        packet = reader.readReusablePacket(trace);
        length = packet.readableBytes();
        whole = Arrays.copyOf(whole, whole.length + length);
        System.arraycopy(packet.buf(), 0, whole, whole.length - length, length);
      } while (length == LARGEST_PACKET);
      return new ReadableByteBuf(whole);
    }

    /** MariaDB leaves out what it has told when the statement was prepared. */
    private ColumnDecoder[] columns(
        ReadableByteBuf first, Reader reader, Context context, boolean trace) throws IOException {
      ColumnDecoder[] columns = new ColumnDecoder[first.readIntLengthEncodedNotNull()];
      if (context.canSkipMeta() && first.readByte() == 0) {
        columns = prepared.getColumns();
      } else {
        for (int i = 0; i < columns.length; i++) {
          ReadableByteBuf column = new ReadableByteBuf(reader.readPacket(trace));
          columns[i] = context.getColumnDecoderFunction().apply(column);
        }
      }
      if (!context.isEofDeprecated()) {
        reader.readReusablePacket(trace);
      }
      return columns;
    }

    private static void end(ReadableByteBuf packet, Context context) {
      packet.skip(1);
      if (context.isEofDeprecated()) {
        packet.readLongLengthEncodedNotNull(); // changed rows
        packet.readLongLengthEncodedNotNull(); // a new row's number
        context.setServerStatus(packet.readUnsignedShort());
        context.setWarning(packet.readUnsignedShort());
      } else {
        context.setWarning(packet.readUnsignedShort());
        context.setServerStatus(packet.readUnsignedShort());
      }
    }
  }
}
