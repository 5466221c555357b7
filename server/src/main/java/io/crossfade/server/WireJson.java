package io.crossfade.server;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.javalin.json.JsonMapper;
import java.io.InputStream;
import java.lang.reflect.Type;
import tools.jackson.databind.DeserializationFeature;

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

  public static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
