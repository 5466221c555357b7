package io.crossfade.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Asks to be told of routes, and is gone before it hears anything.
final class HastyClient {
  private final AtomicReference<@Nullable Socket> connection = new AtomicReference<>();

  void ask(int port, String token) throws IOException {
    Socket opened = new Socket("127.0.0.1", port);
    connection.set(opened);
    String head =
        "GET /routes/shop HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(token);
    opened.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  /// With a reset, so that the next byte cannot be sent; nothing where it was done before.
  void hangUp() {
    Socket opened = connection.getAndSet(null);
    if (opened == null) {
      return;
    }
    try {
      opened.setSoLinger(true, 0);
      opened.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
