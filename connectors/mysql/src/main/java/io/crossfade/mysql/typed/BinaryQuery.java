package io.crossfade.mysql.typed;

import io.crossfade.mysql.session.Exchange;
import io.crossfade.mysql.session.PreparedOnce;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Reader;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.export.ExceptionFactory;
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
    try (PreparedOnce query = PreparedOnce.of(connection, sql)) {
      Execute execute = new Execute(query.prepared(), rows);
      query.send(execute);
      execute.throwFailure();
    }
  }

  private static final class Execute implements Exchange {
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
    public void read(Reader reader, Context context, ExceptionFactory exceptions, boolean trace)
        throws IOException, SQLException {
      ReadableByteBuf first = reader.readReusablePacket(trace);
      if (first.getUnsignedByte() == ERROR) {
        throw PreparedOnce.error(first, context, exceptions);
      }
      begin(columns(first, reader, context, trace));
      while (true) {
        ReadableByteBuf row = row(reader, trace);
        int head = row.getUnsignedByte();
        if (head == ERROR) {
          throw PreparedOnce.error(row, context, exceptions);
        }
        if (head == END) {
          end(row, context);
          return;
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
