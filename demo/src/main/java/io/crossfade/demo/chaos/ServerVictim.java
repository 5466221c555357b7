package io.crossfade.demo.chaos;

import io.crossfade.servers.EmbeddedPostgres;
import java.util.List;
import java.util.Random;

/// A database server.
final class ServerVictim implements Victim {
  private final String name;
  private final EmbeddedPostgres server;
  private final Random random;

  /// @param random which of its processes dies
  ServerVictim(String name, EmbeddedPostgres server, Random random) {
    this.name = name;
    this.server = server;
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Fault> faults() {
    return List.of(Fault.values());
  }

  @Override
  public void suffer(Fault fault, Pause pause) throws InterruptedException {
    switch (fault) {
      case KILL -> {
        server.kill();
        pause.take();
        server.restart();
      }
      case STOP -> {
        server.stop();
        pause.take();
        server.restart();
      }
      case FREEZE -> {
        server.freeze();
        try {
          pause.take();
        } finally {
          server.thaw();
        }
      }
      case CRASH -> {
        server.killOneProcess(random);
        pause.take();
      }
    }
  }
}
