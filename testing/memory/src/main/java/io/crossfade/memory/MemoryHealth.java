package io.crossfade.memory;

import io.crossfade.connector.Health;
import io.crossfade.connector.Load;
import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Direction;
import java.time.Duration;

/** A server that is never tired; only its log grows. */
final class MemoryHealth implements Health {
  private final Connections connections;
  private final MemoryServer server;

  MemoryHealth(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
  }

  @Override
  public Load load(String migration, Direction direction) {
    return connections.ask(
        migration + "/health",
        "look how it is doing",
        t -> new Load(Duration.ZERO, 0, Duration.ZERO, kept(new StreamName(migration, direction))));
  }

  private long kept(StreamName name) {
    Retained kept = server.retained().get(name);
    return kept == null ? 0 : server.log().end().value() - kept.from.value();
  }
}
