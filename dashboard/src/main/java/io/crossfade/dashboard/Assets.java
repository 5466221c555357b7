package io.crossfade.dashboard;

import io.crossfade.model.Sha256;
import io.crossfade.server.Needs;
import io.crossfade.server.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// `GET /assets/{file}`: what the pages look like and what they do, out of the jar. They hold
/// nothing of anybody's migration, and are open to everybody.
final class Assets implements Routes {
  private static final int SHOWN = 6;
  private static final Map<String, String> TYPES =
      Map.of(
          "dashboard.css", "text/css",
          "uPlot.min.css", "text/css",
          "htmx.min.js", "text/javascript",
          "hx-sse.min.js", "text/javascript",
          "uPlot.iife.min.js", "text/javascript",
          "live.js", "text/javascript",
          "charts.js", "text/javascript",
          "verbs.js", "text/javascript",
          "icon.svg", "image/svg+xml");

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final String version;

  Assets() {
    MessageDigest digest = Sha256.inParts();
    TYPES.keySet().stream().sorted().forEach(name -> files.put(name, read(name)));
    files.values().forEach(digest::update);
    version = HexFormat.of().formatHex(digest.digest(), 0, SHOWN);
  }

  /// Changes with any of them, so that a browser never mixes two releases.
  String version() {
    return version;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/assets/{file}", this::file, Needs.NOTHING);
  }

  private void file(Context request) {
    String name = request.pathParam("file");
    byte[] file = files.get(name);
    String type = TYPES.get(name);
    if (file == null || type == null) {
      throw new NotFoundResponse("there is no such file");
    }
    request
        .contentType(type + ";charset=utf-8")
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .result(file);
  }

  private static byte[] read(String name) {
    try (InputStream file = Assets.class.getResourceAsStream("assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
