package io.crossfade.demo.chaos;

import io.crossfade.demo.stage.StageServer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A database server.
///
/// @param random which of its processes dies
record ServerVictim(String name, StageServer server, Random random) implements Victim {

  @Override
  public List<Fault> faults() {
    return Stream.of(Fault.values())
        .filter(fault -> fault != Fault.CRASH || server.hasManyProcesses())
        .toList();
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
