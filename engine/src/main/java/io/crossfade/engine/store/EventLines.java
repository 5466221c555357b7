package io.crossfade.engine.store;

import io.crossfade.engine.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Events as text, one JSON object per line, for wherever they are taken out of the store.
public final class EventLines {
  private static final JsonMapper MAPPER = new JsonMapper();

  private EventLines() {}

  public static String write(List<Recorded> events) {
    return events.stream().map(e -> line(e) + "\n").collect(Collectors.joining());
  }

  /// As strict as the store: an event that this version does not understand is refused.
  public static List<Recorded> read(String lines) {
    return lines.lines().map(EventLines::event).toList();
  }

  private static String line(Recorded recorded) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("migration", recorded.migration());
    line.put("seq", recorded.seq());
    line.put("at", recorded.at().toString());
    line.put("version", recorded.version());
    line.put("type", EventJson.type(recorded.event()));
    line.set("event", MAPPER.readTree(EventJson.write(recorded.event())));
    return MAPPER.writeValueAsString(line);
  }

  private static Recorded event(String text) {
    JsonNode line = MAPPER.readTree(text);
    String version = line.get("version").asString();
    return new Recorded(
        line.get("migration").asString(),
        line.get("seq").asLong(),
        Instant.parse(line.get("at").asString()),
        version,
        EventJson.read(line.get("type").asString(), line.get("event").toString(), version));
  }
}
