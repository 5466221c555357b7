package io.crossfade.engine.manifest;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a schema calls its types, in a user's words.
final class SchemaWords {
  private SchemaWords() {}

  /// @param type the value of a schema's `type`: a name, or a list of names
  static String types(JsonNode type) {
    List<String> names =
        type.isArray()
            ? type.valueStream().map(JsonNode::asString).toList()
            : List.of(type.asString());
    return String.join(" or ", names.stream().map(SchemaWords::word).toList());
  }

  static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> word("object");
      case ARRAY -> word("array");
      case STRING -> word("string");
      case BOOLEAN -> value.asString();
      case NUMBER -> word(value.isIntegralNumber() ? "integer" : "number");
      case NULL, MISSING -> word("null");
      case BINARY, POJO -> "something else";
    };
  }

  private static String word(String type) {
    return switch (type) {
      case "object" -> "keys with values";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "null" -> "empty";
      default -> type;
    };
  }
}
