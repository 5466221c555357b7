package io.crossfade.spring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crossfade.model.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the routes of one migration over HTTP as a control plane does: by long polls. */
final class RouteServer implements AutoCloseable {
  static final String TOKEN = "planted-token-5f0c";

  /** What was asked, with the routers' names. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Route route;

  RouteServer(Route first) throws IOException {
    this(first, 0);
  }

  /**
   * @param port 0 for any
   */
  RouteServer(Route first, int port) throws IOException {
    route = first;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/routes/" + first.migration(), this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized String address() {
    return "http://127.0.0.1:" + port() + "/routes/" + route.migration();
  }

  /** As `crossfade run` writes it. */
  Path connectionFile(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("routes"), "crossfade:" + address() + "\n" + TOKEN + "\n");
  }

  synchronized void publish(Route next) {
    route = next;
    notifyAll();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      asked.add(
          exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + "?" + query);
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + TOKEN).equals(shown)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (exchange.getRequestMethod().equals("PUT")) {
        exchange.sendResponseHeaders(204, -1);
      } else {
        byte[] body = text(newer(query)).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private synchronized Route newer(String query) {
    long deadline = System.nanoTime() + number(query, "wait") * 1_000_000;
    long left = deadline - System.nanoTime();
    try {
      while (route.epoch() <= number(query, "after") && left > 0) {
        wait(left / 1_000_000 + 1);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return route;
  }

  private static long number(String query, String name) {
    for (String part : query.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return Long.parseLong(
            URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8));
      }
    }
    return 0;
  }

  private static String text(Route route) {
    return """
    migration=%s
    epoch=%d
    writes=%s
    reads=%s
    percent=%d
    shadowPercent=%d
    held=%s
    """
        .formatted(
            route.migration(),
            route.epoch(),
            route.writes(),
            route.reads(),
            route.percent(),
            route.shadowPercent(),
            route.held());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
