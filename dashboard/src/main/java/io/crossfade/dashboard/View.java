package io.crossfade.dashboard;

import io.crossfade.engine.Control.TableChunks;
import io.crossfade.engine.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that the page of a migration shows of one moment, but its events.
record View(Status status, List<TableChunks> chunks, Drift drift, Ledger ledger) {
  View {
    chunks = List.copyOf(chunks);
  }

  String migration() {
    return status.where().migration();
  }

  /// The parts of the page by their ids, so that what has not changed need not be sent again.
  Map<String, String> panels(Templates templates) {
    Map<String, String> panels = new LinkedHashMap<>();
    panels.put("now", html(templates, "now", "now", Now.of(status)));
    panels.put("line", html(templates, "line", "steps", LineStep.of(status)));
    panels.put("tracks", html(templates, "tracks", "tracks", Tracks.of(status)));
    panels.put(
        "verbs",
        templates.html("panel/verbs", Map.of("migration", migration(), "verbs", Verbs.of(status))));
    panels.put("heat", html(templates, "heat", "heat", Heat.of(chunks, status.copy())));
    panels.put("gates", html(templates, "gates", "gates", Gates.of(status)));
    panels.put("ledger", html(templates, "ledger", "ledger", ledger));
    panels.put(
        "drift", templates.html("panel/drift", Map.of("migration", migration(), "drift", drift)));
    panels.put("approvals", html(templates, "approvals", "approvals", Approval.of(status)));
    return panels;
  }

  private static String html(Templates templates, String panel, String name, Object value) {
    return templates.html("panel/" + panel, Map.of(name, value));
  }
}
