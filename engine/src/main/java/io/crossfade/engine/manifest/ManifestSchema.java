package io.crossfade.engine.manifest;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// The published schema: what editors complete by is what the reader checks by.
public final class ManifestSchema {
  private static final String RESOURCE = "manifest.schema.json";

  private final Schema schema;

  private ManifestSchema(Schema schema) {
    this.schema = schema;
  }

  static ManifestSchema load() {
    return new ManifestSchema(
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(text(), InputFormat.JSON));
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

  List<Error> validate(JsonNode manifest) {
    return schema.validate(manifest);
  }
}
