package io.crossfade.engine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Answers every query with one number.
final class FakePrometheus implements AutoCloseable {
  private final HttpServer server = newServer();

  /// Nothing where it is empty.
  volatile String value = "0";

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  FakePrometheus() {
    server.createContext(
        "/",
        exchange -> {
          String result = value.isEmpty() ? "" : "{\"value\":[1,\"" + value + "\"]}";
          byte[] body =
              ("{\"data\":{\"resultType\":\"vector\",\"result\":[" + result + "]}}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
