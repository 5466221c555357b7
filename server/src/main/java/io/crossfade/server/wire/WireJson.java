package io.crossfade.server.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.javalin.json.JsonMapper;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.function.UnaryOperator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// JSON as it goes over the wire and to people's scripts. Reading is lenient, for the other end may
/// be newer.
public final class WireJson implements JsonMapper {
  private static final tools.jackson.databind.json.JsonMapper MAPPER =
      tools.jackson.databind.json.JsonMapper.builder()
          .changeDefaultVisibility(v -> v.withIsGetterVisibility(Visibility.NONE))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  @Override
  public String toJsonString(Object value, Type type) {
    return write(value);
  }

  @Override
  public <T> T fromJsonString(String json, Type type) {
    return MAPPER.readValue(json, MAPPER.constructType(type));
  }

  @Override
  public <T> T fromJsonStream(InputStream json, Type type) {
    return MAPPER.readValue(json, MAPPER.constructType(type));
  }

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Over several lines, for people.
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /// As the other, with every text in it changed.
  public static String pretty(Object value, UnaryOperator<String> texts) {
    return pretty(changed(MAPPER.valueToTree(value), texts));
  }

  private static JsonNode changed(JsonNode node, UnaryOperator<String> texts) {
    return switch (node) {
      case StringNode text -> StringNode.valueOf(texts.apply(text.stringValue()));
      case ArrayNode array -> {
        ArrayNode all = MAPPER.createArrayNode();
        array.forEach(item -> all.add(changed(item, texts)));
        yield all;
      }
      case ObjectNode object -> {
        ObjectNode all = MAPPER.createObjectNode();
        object
            .properties()
            .forEach(field -> all.set(field.getKey(), changed(field.getValue(), texts)));
        yield all;
      }
      default -> node;
    };
  }

  public static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
