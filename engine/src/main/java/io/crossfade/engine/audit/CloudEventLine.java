package io.crossfade.engine.audit;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An entry as a CloudEvent 1.0 in its JSON format, in one line.
public final class CloudEventLine {
  private static final JsonMapper MAPPER = new JsonMapper();

  private CloudEventLine() {}

  /// Its hash is its id: numbers begin at 1 in every control store.
  public static String of(AuditEntry entry) {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", entry.hash());
    event.put("source", "/crossfade/audit");
    event.put("type", "io.crossfade.audit.entry");
    event.put("time", entry.at().toString());
    if (!entry.act().migration().isEmpty()) {
      event.put("subject", entry.act().migration());
    }
    event.put("datacontenttype", "application/json");
    event.set("data", data(entry));
    return MAPPER.writeValueAsString(event);
  }

  /// All that is hashed, by which the chain can be verified elsewhere too.
  private static ObjectNode data(AuditEntry entry) {
    Act act = entry.act();
    ObjectNode data = MAPPER.createObjectNode();
    data.put("number", entry.number());
    data.put("at", entry.at().toString());
    data.put("who", act.who());
    data.put("migration", act.migration());
    data.put("what", act.what());
    data.put("outcome", act.outcome());
    data.put("answers", act.answers());
    data.put("details", act.details());
    data.put("previous", entry.previous());
    data.put("hash", entry.hash());
    return data;
  }
}
