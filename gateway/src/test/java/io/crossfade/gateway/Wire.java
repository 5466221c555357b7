package io.crossfade.gateway;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that speaks the protocol byte by byte, also as no driver does.
final class Wire implements AutoCloseable {
  final Socket socket;
  final DataInputStream in;
  final DataOutputStream out;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  record Frame(char type, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    /// Of an error: its SQLSTATE.
    String state() {
      int at = text().indexOf("\0C") + 2;
      return text().substring(at, at + 5);
    }
  }

  /// Logged in without a password, ready for a query.
  static Wire ready(int port) throws IOException {
    Wire wire = new Wire(port);
    wire.startup(3 << 16, "user\0postgres\0database\0shop\0\0");
    wire.await('Z');
    return wire;
  }

  void startup(int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    out.writeInt(8 + bytes.length);
    out.writeInt(code);
    out.write(bytes);
  }

  void send(char type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    out.writeByte(type);
    out.writeInt(4 + bytes.length);
    out.write(bytes);
  }

  Frame read() throws IOException {
    char type = (char) in.readUnsignedByte();
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return new Frame(type, body);
  }

  /// The next frame of this type; those before it are not looked at.
  Frame await(char type) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  /// Whether the other side has closed the connection, after whatever else it has to say.
  boolean ends() throws IOException {
    try {
      while (in.read() >= 0) {
        // What it has to say.
      }
      return true;
    } catch (EOFException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
