package io.crossfade.adapters.pgbouncer;

import io.crossfade.adapters.LocalSocket;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Messages of PostgreSQL's protocol, as far as PgBouncer's console needs them.
final class Frames {
  private static final int LONGEST = 16 * 1024 * 1024;
  private static final int PROTOCOL_3 = 196608;

  private final DataInputStream in;
  private final DataOutputStream out;

  Frames(LocalSocket socket) {
    this.in = new DataInputStream(socket.in());
    this.out = new DataOutputStream(socket.out());
  }

  record Frame(char type, byte[] body) {
    /// The first text in it.
    String text() {
      return text(ByteBuffer.wrap(body));
    }

    static String text(ByteBuffer from) {
      int start = from.position();
      while (from.get() != 0) {}
      return new String(from.array(), start, from.position() - 1 - start, StandardCharsets.UTF_8);
    }

    /// A field of an ErrorResponse; empty where it is not there.
    String field(char which) {
      ByteBuffer fields = ByteBuffer.wrap(body);
      for (byte code = fields.get(); code != 0; code = fields.get()) {
        String value = text(fields);
        if (code == which) {
          return value;
        }
      }
      return "";
    }
  }

  void startup(String user, String database) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String word : new String[] {"user", user, "database", database, ""}) {
      body.writeBytes(terminated(word));
    }
    out.writeInt(body.size() + 8);
    out.writeInt(PROTOCOL_3);
    body.writeTo(out);
    out.flush();
  }

  void send(char type, byte[] body) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
    out.flush();
  }

  Frame next() throws IOException {
    char type = (char) in.readUnsignedByte();
    int length = in.readInt();
    if (length < 4 || length > LONGEST) {
      throw new IOException("it does not speak PostgreSQL's protocol");
    }
    byte[] body = new byte[length - 4];
    in.readFully(body);
    return new Frame(type, body);
  }

  static byte[] terminated(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
