package io.crossfade.demo.chaos;

import io.crossfade.demo.load.Databases;
import io.crossfade.demo.stage.From;
import io.crossfade.demo.stage.StageServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The source, the target, and the store's server where there is one. All flush every commit to
/// disk.
final class Servers implements AutoCloseable {
  private static final String SOURCE = "source";
  private static final String TARGET = "target";
  private static final String STORE = "store";

  private final Map<String, StageServer> servers = new LinkedHashMap<>();

  static Servers start(Path directory, From from, boolean withStore) throws SQLException {
    Servers started = new Servers();
    try {
      started.servers.put(SOURCE, StageServer.source(from, directory.resolve(SOURCE)));
      started.servers.put(TARGET, StageServer.target(from, directory.resolve(TARGET)));
      if (withStore) {
        started.servers.put(STORE, StageServer.store(directory.resolve(STORE)));
      }
      return started;
    } catch (SQLException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  Databases databases() {
    return new Databases(server(SOURCE).url(), server(TARGET).url());
  }

  List<Victim> victims(Random random) {
    List<Victim> victims = new ArrayList<>();
    servers.forEach((name, server) -> victims.add(new ServerVictim(name, server, random)));
    return victims;
  }

  /// The manifest's text.
  String manifest(ChaosSettings settings) {
    String store =
        servers.containsKey(STORE)
            ? "store: {url: \"%s\", user: postgres}\n".formatted(server(STORE).address())
            : "";
    // Slow enough for the copy to be hit by faults, too.
    String pace =
        "copy: {chunkRows: 2000, rowsPerSecond: %d}\n".formatted(settings.rowsPerSecond());
    String shop = settings.subject().manifest(server(SOURCE).address(), server(TARGET).address());
    return shop + "\n" + pace + store;
  }

  private StageServer server(String name) {
    StageServer server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException("There is no server " + name);
    }
    return server;
  }

  /// Stops all; the files stay.
  @Override
  public void close() {
    servers.values().forEach(StageServer::close);
  }
}
