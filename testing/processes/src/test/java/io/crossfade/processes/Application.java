package io.crossfade.processes;

import io.crossfade.engine.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// An application that writes one transaction after the other over one connection, and ends with
/// the first that fails.
final class Application implements AutoCloseable {
  private final String name;
  private final Connection connection;
  private final Thread thread;
  private volatile int begun;
  private volatile int done;
  private volatile String end = "";
  private volatile boolean closing;

  /// @param port of this machine
  Application(String name, int port, String password) throws SQLException {
    this.name = name;
    this.connection = connect(port, password);
    this.thread = Thread.ofPlatform().name(name).start(this::write);
  }

  static Connection connect(int port, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/shop", "app", password);
  }

  private void write() {
    try (connection;
        Statement settings = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO orders VALUES (?, ?, current_setting('shop.tenant'))")) {
      settings.execute("SET shop.tenant = 'north'");
      connection.setAutoCommit(false);
      for (int n = 1; !closing; n++) {
        begun = n;
        insert.setString(1, name);
        insert.setInt(2, n);
        insert.executeUpdate();
        connection.commit();
        done = n;
      }
    } catch (SQLException e) {
      end = String.valueOf(e.getSQLState());
    }
  }

  int begun() {
    return begun;
  }

  /// Acknowledged transactions.
  int done() {
    return done;
  }

  /// The SQLSTATE with which it has ended; empty while it goes on.
  String end() {
    return end;
  }

  /// Waits for so many more, or until it has ended.
  void awaitMore(int transactions) {
    int now = done;
    Await.that(() -> done >= now + transactions || !end.isEmpty());
  }

  void awaitEnd() {
    Await.that(() -> !end.isEmpty());
  }

  /// With the transaction that is under way.
  void stop() {
    closing = true;
    Await.that(() -> !thread.isAlive());
  }

  @Override
  public void close() {
    stop();
  }
}
