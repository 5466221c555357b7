package io.crossfade.gateway;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Lets everybody in and answers nothing; or to whatever it is asked the same, and hangs up.
final class GreetingServer implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());

  private final byte[] answer;

  GreetingServer(byte... answer) throws IOException {
    this.answer = answer;
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + "/shop";
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> greet(client));
      } catch (IOException e) {
        // It was closed.
        return;
      }
    }
  }

  private void greet(Socket client) {
    try (client;
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
      in.skipNBytes(in.readInt() - 4);
      out.write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 0});
      out.write(new byte[] {'K', 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 2});
      out.write(new byte[] {'Z', 0, 0, 0, 5, 'I'});
      out.flush();
      if (answer.length > 0 && in.read() >= 0) {
        out.write(answer);
        return;
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The gateway has hung up.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
