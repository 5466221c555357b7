package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration's routes are served, and the token that opens the door.
 *
 * @param routes {@code http://HOST:PORT/routes/MIGRATION}
 */
public record ControlPlane(URI routes, Secret token) {
  private static final String PREFIX = "crossfade:";

  /**
   * Reads the token, the last line of its file, each time it is asked, so that a control plane
   * which comes back with another token is found again.
   *
   * @param connection {@code crossfade:http://HOST:PORT/routes/MIGRATION}
   */
  public static Supplier<ControlPlane> at(String connection, Path tokenFile) {
    URI routes = routes(connection);
    return () -> new ControlPlane(routes, Secret.token(read(tokenFile), tokenFile.toString()));
  }

  /**
   * With a token that never changes.
   *
   * @param connection {@code crossfade:http://HOST:PORT/routes/MIGRATION}
   */
  public static ControlPlane at(String connection, Secret token) {
    return new ControlPlane(routes(connection), token);
  }

  private static URI routes(String connection) {
    if (!connection.startsWith(PREFIX)) {
      throw invalid("\"" + connection + "\" is no connection string", null);
    }
    return uri(connection.substring(PREFIX.length()));
  }

  /**
   * Reads the connection string from the first line of a file and the token from the second, each
   * time it is asked, so that a control plane which comes back with another port is found again.
   */
  public static Supplier<ControlPlane> in(Path file) {
    return () -> {
      String[] lines = read(file).strip().split("\\R");
      if (lines.length != 2 || !lines[0].startsWith(PREFIX)) {
        throw invalid(file + " should hold a connection string and a token, a line each", null);
      }
      return new ControlPlane(uri(lines[0].substring(PREFIX.length())), new Secret(lines[1]));
    };
  }

  /**
   * The same at another server, to which this one has referred us; empty where the token must not
   * be shown there: what was encrypted stays so.
   */
  Optional<ControlPlane> at(String server) {
    if (!server.startsWith(routes.getScheme() + "://")) {
      return Optional.empty();
    }
    String root = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    return Optional.of(new ControlPlane(URI.create(root + routes.getRawPath()), token));
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
        return uri;
      }
      throw invalid("\"" + text + "\" is not served by http", null);
    } catch (IllegalArgumentException e) {
      throw invalid("\"" + text + "\" is no address", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CrossfadeException(
          ErrorCode.NOT_RUNNING,
          "Cannot read "
              + file
              + ", which a running `crossfade` writes. Start it, or correct the path.",
          e);
    }
  }

  private static CrossfadeException invalid(String what, @Nullable Throwable cause) {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        what
            + "; expected crossfade:http://HOST:PORT/routes/MIGRATION, as `crossfade status` shows it.",
        cause);
  }
}
