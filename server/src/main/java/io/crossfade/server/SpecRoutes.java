package io.crossfade.server;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// `GET /openapi.yaml`: what this server answers to, for programs.
public final class SpecRoutes implements Routes {
  private static final String FILE = "openapi.yaml";

  @Override
  public void addTo(RoutesConfig routes) {
    String text = text();
    routes.get("/" + FILE, request -> request.contentType("application/yaml").result(text));
  }

  static String text() {
    try (InputStream file = SpecRoutes.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
