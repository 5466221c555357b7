package io.crossfade.mysql.log;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with the server, as a replica of its own number. Of the client we take the
 * network: greeting, passwords, encryption and packets; the events are read by ourselves, because
 * the client decodes all rows, passes over events that it cannot read, and keeps exceptions to
 * itself.
 */
final class BinlogLink extends BinaryLogClient {
  private static final Logger LOG = Logger.getLogger(BinlogLink.class.getName());

  static {
    LOG.setLevel(Level.WARNING);
  }

  private static final int SMALLEST_ID = 1 << 30;
  private static final long HEARTBEAT_MILLIS = 500;
  private static final int SILENCE_MILLIS = 60_000;

  /** A reader that stalls for a day keeps its connection. */
  private static final int PATIENCE_SECONDS = 86_400;

  /** Takes the events one by one. */
  @FunctionalInterface
  interface Sink {
    void take(LogEvent event) throws InterruptedException;
  }

  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  BinlogLink(ServerAddress server, String file, long offset, Sink sink) {
    super(server.host(), server.port(), server.user(), server.password().reveal());
    setServerId(SMALLEST_ID + new SecureRandom().nextInt(SMALLEST_ID));
    setBinlogFilename(file);
    setBinlogPosition(offset);
    setKeepAlive(false);
    setHeartbeatInterval(HEARTBEAT_MILLIS);
    setConnectTimeout(10_000);
    setSocketFactory(BinlogLink::socket);
    setEventDeserializer(new Tap(sink));
    server.encrypt(this);
    registerLifecycleListener(
        new AbstractLifecycleListener() {
          @Override
          public void onCommunicationFailure(BinaryLogClient client, Exception e) {
            failure.compareAndSet(null, e);
          }

          @Override
          public void onEventDeserializationFailure(BinaryLogClient client, Exception e) {
            failure.compareAndSet(null, e);
          }
        });
  }

  private static Socket socket() throws java.net.SocketException {
    Socket socket = new Socket();
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.setKeepAlive(true);
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  protected void setupConnection() throws IOException {
    super.setupConnection();
    channel.write(
        new QueryCommand(
            "SET net_write_timeout = " + PATIENCE_SECONDS + ", net_read_timeout = 600"));
    checkError(channel.read());
  }

  /** Why the conversation has ended; null where the server just hung up. */
  @Nullable Exception failure() {
    return failure.get();
  }

  /** Gives the events to whoever reads them, and the client nothing. */
  private final class Tap extends EventDeserializer {
    private static final int CHECKSUM = 4;

    private final Sink sink;
    private final Event nothing;
    private int checksum;

    Tap(Sink sink) {
      this.sink = sink;
      EventHeaderV4 header = new EventHeaderV4();
      header.setEventType(com.github.shyiko.mysql.binlog.event.EventType.UNKNOWN);
      this.nothing = new Event(header, null);
    }

    @Override
    @SuppressWarnings("deprecation") // The client tells it so.
    public void setChecksumType(ChecksumType type) {
      checksum = type.getLength();
    }

    /** Without its checksum; whether the others of a file have one stands in the file's first. */
    private byte[] body(ByteArrayInputStream in, byte type, int size) throws IOException {
      if (type == EventType.FORMAT_DESCRIPTION) {
        byte[] body = in.read(size);
        checksum = body[size - CHECKSUM - 1] == 1 ? CHECKSUM : 0;
        return body;
      }
      byte[] body = in.read(size - checksum);
      in.read(checksum);
      return body;
    }

    /** The client goes on after an exception of ours, unless it takes it for the end. */
    @Override
    public Event nextEvent(ByteArrayInputStream in) throws IOException {
      try {
        byte[] header = in.read(EventType.HEADER);
        int size = new Bytes(header, 9, EventType.HEADER).int32();
        sink.take(LogEvent.read(header, body(in, header[4], size - EventType.HEADER)));
        return nothing;
      } catch (IOException | RuntimeException | InterruptedException e) {
        failure.compareAndSet(null, e);
        EOFException end = new EOFException("the log is not read on");
        end.initCause(e);
        throw end;
      }
    }
  }
}
