package io.crossfade.postgresql;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Fence;
import io.crossfade.connector.Health;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Items;
import io.crossfade.connector.Log;
import io.crossfade.connector.Reader;
import io.crossfade.connector.Sequences;
import io.crossfade.connector.Workspace;
import io.crossfade.connector.Writer;
import io.crossfade.postgresql.apply.PostgresWriter;
import io.crossfade.postgresql.copy.PostgresReader;
import io.crossfade.postgresql.fence.PostgresFence;
import io.crossfade.postgresql.items.PostgresItems;
import io.crossfade.postgresql.log.PostgresHealth;
import io.crossfade.postgresql.log.PostgresLog;
import io.crossfade.postgresql.schema.PostgresCatalog;
import io.crossfade.postgresql.sequence.PostgresSequences;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.workspace.PostgresWorkspace;
import java.nio.file.Path;
import java.util.Optional;

/** One PostgreSQL database. Everything that it offers shares its {@link Sessions}. */
final class PostgresDatabase implements Database {
  private final Endpoint endpoint;
  private final Sessions sessions;
  private final Path spill;

  PostgresDatabase(Endpoint endpoint, Path spill) {
    this.endpoint = endpoint;
    this.spill = spill;
    this.sessions = new Sessions(endpoint);
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Identity identity() {
    return ServerIdentity.read(sessions);
  }

  @Override
  public Catalog catalog() {
    return new PostgresCatalog(sessions);
  }

  @Override
  public Workspace workspace() {
    return new PostgresWorkspace(sessions);
  }

  @Override
  public Reader reader() {
    return new PostgresReader(sessions);
  }

  @Override
  public Writer writer() {
    return new PostgresWriter(sessions);
  }

  @Override
  public Log log() {
    return new PostgresLog(sessions, spill);
  }

  @Override
  public Fence fence() {
    return new PostgresFence(sessions);
  }

  @Override
  public Sequences sequences() {
    return new PostgresSequences(sessions);
  }

  @Override
  public Health health() {
    return new PostgresHealth(sessions);
  }

  @Override
  public Optional<Items> items() {
    return Optional.of(new PostgresItems(sessions));
  }

  @Override
  public void close() {
    sessions.close();
  }
}
