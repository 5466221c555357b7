package io.crossfade.memory;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Fence;
import io.crossfade.connector.Health;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Log;
import io.crossfade.connector.Reader;
import io.crossfade.connector.Sequences;
import io.crossfade.connector.Workspace;
import io.crossfade.connector.Writer;
import io.crossfade.model.Secret;

/** One process's way to a {@link MemoryServer}. When it is closed, all its sessions end. */
public final class MemoryDatabase implements Database {
  private final Connections connections;

  MemoryDatabase(MemoryServer server, String process) {
    this.connections = new Connections(server, process);
  }

  @Override
  public Endpoint endpoint() {
    return new Endpoint("memory:" + connections.server().name(), "crossfade", new Secret(""));
  }

  @Override
  public Identity identity() {
    return connections.ask(
        "identity", "ask which server it is", t -> connections.server().identity());
  }

  @Override
  public Catalog catalog() {
    return new MemoryCatalog(connections);
  }

  @Override
  public Workspace workspace() {
    return new MemoryWorkspace(connections);
  }

  @Override
  public Reader reader() {
    return new MemoryReader(connections);
  }

  @Override
  public Writer writer() {
    return new MemoryWriter(connections);
  }

  @Override
  public Log log() {
    return new MemoryLog(connections);
  }

  @Override
  public Fence fence() {
    return new MemoryFence(connections);
  }

  @Override
  public Sequences sequences() {
    return new MemorySequences(connections);
  }

  @Override
  public Health health() {
    return new MemoryHealth(connections);
  }

  @Override
  public void close() {
    connections.endAll();
  }
}
