package io.crossfade.server;

import io.crossfade.engine.Recorded;
import io.crossfade.engine.store.EventLines;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;
import java.util.List;

/// `GET /migrations/{migration}/events?after=SEQ&limit=N`: what has happened, a JSON document a
/// line; a full page has a `Link` to the next. Who accepts `text/event-stream` is told of what
/// happens from then on, too, and goes on after the event of `Last-Event-ID`.
public final class EventRoutes implements Routes {
  private static final int USUAL = 1_000;
  private static final int MOST = 10_000;

  private final Migrations migrations;
  private final EventFeed feed;

  public EventRoutes(Migrations migrations) {
    this.migrations = migrations;
    this.feed = new EventFeed(migrations, Thread.ofVirtual().name("event-feed").factory());
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/migrations/{migration}/events", this::events);
  }

  private void events(Context request) {
    String migration = request.pathParam("migration");
    String accepted = request.header("Accept");
    if (accepted != null && accepted.contains("text/event-stream")) {
      var _ = migrations.status(migration); // refuses one that is not known before anything is sent
      EventStream stream =
          new EventStream(migrations, feed, migration, after(request), Gatekeeper.stillIn(request));
      new SseHandler(stream::serve).handle(request);
      return;
    }
    int limit = Asked.limit(request, USUAL, MOST);
    request.contentType("application/jsonl");
    List<Recorded> events = migrations.events(migration, after(request), limit);
    if (events.size() == limit) {
      request.header(
          "Link",
          "<%s?after=%d&limit=%d>; rel=\"next\""
              .formatted(request.path(), events.getLast().seq(), limit));
    }
    request.result(EventLines.write(events));
  }

  private static long after(Context request) {
    String last = request.header("Last-Event-ID");
    return last != null && last.matches("[0-9]{1,18}")
        ? Long.parseLong(last)
        : Asked.number(request, "after", 0);
  }

  @Override
  public void close() {
    feed.close();
  }
}
