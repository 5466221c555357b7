package io.crossfade.demo.chaos;

import io.crossfade.demo.load.Databases;
import io.crossfade.demo.shop.ShopManifest;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The source, the target, and the store's server where there is one. All flush every commit to
/// disk.
final class Servers implements AutoCloseable {
  private static final String DATABASE = "shop";

  private final Path directory;
  private final Map<String, EmbeddedPostgres> servers = new LinkedHashMap<>();

  private Servers(Path directory) {
    this.directory = directory;
  }

  static Servers start(Path directory, boolean withStore) throws SQLException {
    Servers servers = new Servers(directory);
    try {
      servers.start("source", 16);
      servers.start("target", 18);
      if (withStore) {
        servers.start("store", 18);
      }
      return servers;
    } catch (SQLException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void start(String name, int version) throws SQLException {
    EmbeddedPostgres server = EmbeddedPostgres.start(version, directory.resolve(name), true);
    servers.put(name, server);
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }

  Databases databases() {
    return new Databases(url("source"), url("target"));
  }

  List<Victim> victims(Random random) {
    List<Victim> victims = new ArrayList<>();
    servers.forEach((name, server) -> victims.add(new ServerVictim(name, server, random)));
    return victims;
  }

  /// @param rowsPerSecond slow enough for the copy to be hit by faults, too
  Path writeManifest(long rowsPerSecond) throws IOException {
    Path manifest = ShopManifest.write(directory, withoutUser("source"), withoutUser("target"));
    String store =
        servers.containsKey("store")
            ? "store: {url: \"%s\", user: postgres}\n".formatted(withoutUser("store"))
            : "";
    String pace = "copy: {chunkRows: 2000, rowsPerSecond: %d}\n".formatted(rowsPerSecond);
    return Files.writeString(manifest, "\n" + pace + store, StandardOpenOption.APPEND);
  }

  private String url(String name) {
    EmbeddedPostgres server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException("There is no server " + name);
    }
    return server.jdbcUrl(DATABASE);
  }

  private String withoutUser(String name) {
    String url = url(name);
    return url.substring(0, url.indexOf('?'));
  }

  /// Stops all; the files stay.
  @Override
  public void close() {
    servers.values().forEach(EmbeddedPostgres::close);
  }
}
