package io.crossfade.demo.stage;

import io.crossfade.mysqlservers.MySqlVersion;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/// A real server that runs for the demo. It flushes every commit to disk.
public interface StageServer extends AutoCloseable {

  /// What is left.
  static StageServer source(From from, Path place) throws SQLException {
    return switch (from) {
      case POSTGRESQL -> PostgresServer.start(16, place, PostgresServer.USUAL_SCHEMA);
      case MYSQL -> MySqlServer.start(from, MySqlVersion.MYSQL_8_0, place);
      case MARIADB -> MySqlServer.start(from, MySqlVersion.MARIADB_11_4, place);
    };
  }

  /// Where it moves to.
  static StageServer target(From from, Path place) throws SQLException {
    // What is a database there is a schema here.
    String schema = from == From.POSTGRESQL ? PostgresServer.USUAL_SCHEMA : Stage.DATABASE;
    return PostgresServer.start(18, place, schema);
  }

  /// Where engines that share a store have it.
  static StageServer store(Path place) throws SQLException {
    return PostgresServer.start(18, place, PostgresServer.USUAL_SCHEMA);
  }

  /// As people call it.
  String name();

  /// JDBC URL of the shop's database, as the workload and the judge use it.
  String url();

  /// JDBC URL without the user.
  String address();

  /// What somebody would type to run these two statements.
  String shell(String first, String second);

  /// As `kill -9` of all its processes.
  void kill();

  /// Ends it in order.
  void stop();

  /// As SIGSTOP of all its processes; its connections stay open.
  void freeze();

  /// Lets a frozen one go on.
  void thaw();

  /// Whether it has several processes, of which one can die alone.
  boolean hasManyProcesses();

  /// Kills one of several: it ends all sessions, recovers, and goes on by itself.
  void killOneProcess(RandomGenerator random);

  void restart();

  /// Stops it; the files stay.
  @Override
  void close();
}
