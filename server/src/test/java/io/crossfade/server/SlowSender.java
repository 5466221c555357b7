package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Somebody whose request has begun, and whose body never comes.
final class SlowSender implements AutoCloseable {
  private final Socket socket;

  private SlowSender(Socket socket) {
    this.socket = socket;
  }

  /// Returns once the server waits for the body.
  ///
  /// @param headers each with its end of line
  static SlowSender of(ControlServer server, String path, String headers) throws IOException {
    URI address = URI.create(server.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 100\r\nExpect: 100-continue\r\n%s\r\n"
            .formatted(path, address.getAuthority(), headers);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    var answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    assertThat(answer.readLine()).contains("100 Continue");
    return new SlowSender(socket);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
