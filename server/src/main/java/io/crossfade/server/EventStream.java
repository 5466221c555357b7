package io.crossfade.server;

import io.crossfade.engine.Recorded;
import io.crossfade.engine.store.EventLines;
import io.crossfade.server.hosting.Migrations;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// One who follows the events of a migration, from the first that he lacks until he goes.
///
/// @param after the event after which he goes on
/// @param stillIn whether he may still be told
record EventStream(
    Migrations migrations, EventFeed feed, String migration, long after, BooleanSupplier stillIn) {
  private static final int MOST = 500;

  /// A comment now and then: whoever is between us would end a connection that is silent.
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  void serve(SseClient client) {
    long seen = after;
    try {
      while (!client.terminated() && !feed.isClosed() && stillIn.getAsBoolean()) {
        List<Recorded> events = migrations.events(migration, seen, MOST);
        for (Recorded event : events) {
          String line = EventLines.write(List.of(event)).stripTrailing();
          client.sendEvent("event", line, Long.toString(event.seq()));
          seen = event.seq();
        }
        if (events.isEmpty()) {
          client.sendComment("waiting");
          feed.await(migration, seen, SIGN_OF_LIFE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }
}
