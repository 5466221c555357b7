package io.crossfade.dashboard;

import io.crossfade.server.wire.WireJson;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// One open page: is sent the parts that have changed, the numbers of each second, and the events,
/// until it is closed.
///
/// @param after the newest event that it has
/// @param stillIn whether whoever has it open may still see it
record LivePage(Pulse pulse, Templates templates, long after, BooleanSupplier stillIn) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// A message without a name is put into the page by htmx.
  private static final String FOR_THE_PAGE = "";

  void serve(SseClient client) {
    Map<String, String> shown = new HashMap<>();
    long seen = after;
    long number = 0;
    try {
      client.sendEvent("history", WireJson.write(pulse.history()));
      while (!client.terminated() && !pulse.isClosed() && stillIn.getAsBoolean()) {
        Beat beat = pulse.await(number, PATIENCE);
        number = beat.number();
        seen = send(client, beat, shown, seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }

  private long send(SseClient client, Beat beat, Map<String, String> shown, long seen) {
    if (beat.trouble() != null) {
      client.sendEvent("trouble", beat.trouble());
      return seen;
    }
    StringBuilder parts = new StringBuilder();
    beat.panels()
        .forEach((id, html) -> {
          if (!html.equals(shown.put(id, html))) {
            parts.append(part(id, "outerMorph", html));
          }
        });
    parts.append(events(beat, seen));
    if (!parts.isEmpty()) {
      client.sendEvent(FOR_THE_PAGE, parts.toString(), Long.toString(beat.newest()));
    }
    client.sendEvent("sample", WireJson.write(new Told(beat.title(), beat.sample())));
    return beat.newest();
  }

  record Told(String title, Sample sample) {}

  /// Those that the page lacks; where it lacks more than we have, all that we have instead of its
  /// own.
  private String events(Beat beat, long seen) {
    List<EventRow> news = beat.events().stream().filter(event -> event.number() > seen).toList();
    if (news.isEmpty()) {
      return "";
    }
    boolean isGap = news.getLast().number() > seen + 1;
    return part("rows", isGap ? "innerHTML" : "afterbegin", rows(news));
  }

  private String rows(List<EventRow> rows) {
    return templates.html("panel/rows", Map.of("rows", rows));
  }

  private static String part(String id, String swap, String html) {
    return "<hx-partial hx-target=\"#%s\" hx-swap=\"%s\">%s</hx-partial>".formatted(id, swap, html);
  }
}
