package io.crossfade.transfer.stitch;

import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;

/**
 * A server whose commits can be held between log and visibility, by a standby that does not exist:
 * what such a transaction wrote is in the log and flushed, but no snapshot sees it yet.
 */
final class OwnServer implements AutoCloseable {
  final TestDatabase database;
  private final EmbeddedPostgres server;

  OwnServer(int majorVersion, Path directory) {
    server = EmbeddedPostgres.start(majorVersion, directory, true);
    database = TestDatabase.own(server);
  }

  void holdCommits() {
    database.sql("ALTER SYSTEM SET synchronous_standby_names = 'ghost'", "SELECT pg_reload_conf()");
    Await.until(
        "commits wait for the ghost",
        () -> database.is("current_setting('synchronous_standby_names') = 'ghost'"));
  }

  void releaseCommits() {
    database.sql("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
  }

  /** Waits until a session of this application is between the log and its visibility. */
  void awaitHeldCommit(String application) {
    Await.until(
        "a commit of " + application + " is held",
        () ->
            database.is(
                "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name LIKE '"
                    + application
                    + "')"));
  }

  @Override
  public void close() {
    if (server.isRunning()) {
      releaseCommits();
    }
    database.close();
    server.close();
  }
}
