package io.crossfade.engine.manifest;

import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The published schema of manifests.
public final class ManifestSchema {
  private static final String RESOURCE = "manifest.schema.json";

  private ManifestSchema() {}

  static FileKind kind() {
    return new FileKind("manifest", "docs/manifest.md", ErrorCode.MANIFEST_INVALID, text());
  }

  /// The schema as it is published.
  public static String text() {
    try (InputStream resource =
        Objects.requireNonNull(ManifestSchema.class.getResourceAsStream(RESOURCE))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
