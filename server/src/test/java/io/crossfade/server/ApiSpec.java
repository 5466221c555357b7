package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The published OpenAPI document, as what it is checked by: its schemas are JSON Schema.
final class ApiSpec {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  private final JsonNode document = new YAMLMapper().readTree(SpecRoutes.text());

  /// @param path with names in braces
  /// @param query what has to be given, by the document's examples
  record Operation(String method, String path, String query) {
    /// With these names filled in.
    String on(Map<String, String> names) {
      String filled = path;
      for (Map.Entry<String, String> name : names.entrySet()) {
        filled = filled.replace("{%s}".formatted(name.getKey()), name.getValue());
      }
      return filled + query;
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue().propertyNames().stream()
                .filter(METHODS::contains)
                .forEach(method ->
                    operations.add(
                        new Operation(method, path.getKey(), query(path.getValue().get(method))))));
    return operations;
  }

  private static String query(JsonNode operation) {
    String query =
        operation
            .path("parameters")
            .valueStream()
            .filter(parameter -> parameter.path("required").asBoolean(false))
            .map(parameter ->
                parameter.get("name").asString() + "=" + parameter.get("example").asString())
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  /// Fails unless the document promises such an answer.
  void check(Operation operation, int status, String contentType, String body) {
    JsonNode responses =
        document.get("paths").get(operation.path()).get(operation.method()).get("responses");
    JsonNode response = resolved(responses.path(Integer.toString(status)));
    JsonNode promised = response.isMissingNode() ? resolved(responses.path("default")) : response;
    if (body.isEmpty() && promised.has("description") && !promised.has("content")) {
      return;
    }
    String type = contentType.replaceFirst(";.*", "");
    JsonNode schema = promised.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode())
        .as("%s answers %d with %s: %s", operation, status, type, body)
        .isFalse();
    if (type.endsWith("json")) {
      assertThat(errors(schema, body)).as("%s answers %d: %s", operation, status, body).isEmpty();
    }
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  private List<String> errors(JsonNode schema, String body) {
    ObjectNode whole = JSON.createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", document.get("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole)
        .validate(JSON.readTree(body))
        .stream()
        .map(Object::toString)
        .toList();
  }
}
