package io.crossfade.client;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Routes as server-sent events: one when it begins, one each time the answer changes, and comments
 * in between by which a connection that is dead is told from one on which nothing happens.
 */
final class RouteStream implements Closeable {
  private static final String DATA = "data:";

  private final BufferedReader lines;
  private final StringBuilder data = new StringBuilder();

  RouteStream(InputStream events) {
    this.lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
  }

  /**
   * Waits for the next line. An answer where an event has ended with it, else null: a sign of life.
   *
   * @throws IOException if the stream has ended, is silent for too long or not understood
   */
  @Nullable RouteAnswer next() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new EOFException("the stream of routes has ended");
    }
    if (line.startsWith(DATA)) {
      data.append(line, DATA.length(), line.length()).append('\n');
    }
    if (!line.isEmpty() || data.length() == 0) {
      return null;
    }
    RouteAnswer answer = RouteText.parse(data.toString());
    data.setLength(0);
    return answer;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
