package io.crossfade.demo;

import io.crossfade.demo.load.Databases;
import io.crossfade.model.Side;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Two real servers, an old one and a new one, in a directory of their own. Both flush every commit
/// to disk.
final class Stage implements AutoCloseable {
  static final String DATABASE = "shop";

  private final Path directory;
  private final EmbeddedPostgres source;
  private final EmbeddedPostgres target;

  private Stage(Path directory, EmbeddedPostgres source, EmbeddedPostgres target) {
    this.directory = directory;
    this.source = source;
    this.target = target;
  }

  static Stage open() throws IOException, SQLException {
    Path directory = Files.createTempDirectory("crossfade-demo-");
    CompletableFuture<EmbeddedPostgres> old = server(16, directory.resolve("source"));
    CompletableFuture<EmbeddedPostgres> fresh = server(18, directory.resolve("target"));
    Stage stage = new Stage(directory, old.join(), fresh.join());
    try {
      stage.makeDatabases();
    } catch (SQLException e) {
      stage.close();
      throw e;
    }
    return stage;
  }

  private static CompletableFuture<EmbeddedPostgres> server(int version, Path data) {
    return CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(version, data, true));
  }

  private void makeDatabases() throws SQLException {
    for (EmbeddedPostgres server : List.of(source, target)) {
      try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    }
  }

  Path directory() {
    return directory;
  }

  /// JDBC URLs as the workload and the judge use them.
  Databases databases() {
    return new Databases(source.jdbcUrl(DATABASE), target.jdbcUrl(DATABASE));
  }

  EmbeddedPostgres server(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  /// As psql takes it.
  String address(Side side) {
    return server(side).jdbcUrl(DATABASE).replaceFirst("^jdbc:", "");
  }

  Path writeManifest(Subject subject) throws IOException {
    return Files.writeString(
        directory.resolve(subject.migration() + ".yaml"),
        subject.manifest(withoutUser(source), withoutUser(target)));
  }

  private static String withoutUser(EmbeddedPostgres server) {
    String url = server.jdbcUrl(DATABASE);
    return url.substring(0, url.indexOf('?'));
  }

  /// Stops both servers; the files stay.
  @Override
  public void close() {
    try (EmbeddedPostgres _ = source) {
      target.close();
    }
  }

  /// To be called when the servers are stopped.
  void deleteFiles() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + directory, e);
    }
  }
}
