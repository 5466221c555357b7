package io.crossfade.mysql;

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
import io.crossfade.mysql.apply.MySqlWriter;
import io.crossfade.mysql.copy.MySqlReader;
import io.crossfade.mysql.fence.MySqlFence;
import io.crossfade.mysql.health.MySqlHealth;
import io.crossfade.mysql.log.MySqlLog;
import io.crossfade.mysql.sequence.MySqlSequences;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.workspace.MySqlWorkspace;
import java.nio.file.Path;

/** One MySQL or MariaDB database. Everything that it offers shares its {@link Sessions}. */
final class MySqlDatabase implements Database {
  private final Endpoint endpoint;
  private final Sessions sessions;
  private final Path spill;

  MySqlDatabase(Endpoint endpoint, Path spill) {
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
    return new MySqlCatalog(sessions);
  }

  @Override
  public Workspace workspace() {
    return new MySqlWorkspace(sessions);
  }

  @Override
  public Reader reader() {
    return new MySqlReader(sessions);
  }

  @Override
  public Writer writer() {
    return new MySqlWriter(sessions);
  }

  @Override
  public Log log() {
    return new MySqlLog(sessions, spill);
  }

  @Override
  public Fence fence() {
    return new MySqlFence(sessions);
  }

  @Override
  public Sequences sequences() {
    return new MySqlSequences(sessions);
  }

  @Override
  public Health health() {
    return new MySqlHealth(sessions, log());
  }

  @Override
  public void close() {
    sessions.close();
  }
}
