package io.crossfade.engine;

import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.Network;
import io.crossfade.servers.Standby;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/// A server and its standby behind one address, as clouds give it.
final class Cluster implements AutoCloseable {
  private final EmbeddedPostgres first;
  private final Standby standby;
  private final Network address;

  Cluster(int majorVersion, Path directory) {
    first = EmbeddedPostgres.start(majorVersion, directory.resolve("first"), false);
    standby = Standby.of(first, directory.resolve("second"));
    address = Network.to(first.port());
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s"
        .formatted(address.port(), first.user());
  }

  Standby standby() {
    return standby;
  }

  /// The standby gets a slot of that name which begins here, as where slots are synchronized.
  void keepSlotOnStandby(String name) {
    CompletableFuture<Void> made =
        CompletableFuture.runAsync(
            () ->
                run(
                    standby.jdbcUrl("postgres"),
                    "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(name)),
            Thread::startVirtualThread);
    Await.that(() -> {
      run(first.jdbcUrl("postgres"), "SELECT pg_log_standby_snapshot()"); // it waits for one
      return made.isDone();
    });
    made.join();
  }

  private static void run(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first server dies, and the standby takes its place with what it has.
  void failOver() {
    first.kill();
    lead();
  }

  /// The standby takes the place of a server that goes on: who is connected with it stays so.
  void lead() {
    address.leadTo(standby.promote().port());
  }

  /// The address leads to the first server again, which must have gone on.
  void leadBack() {
    address.leadTo(first.port());
  }

  @Override
  public void close() {
    address.close();
    standby.close();
    first.close();
  }
}
