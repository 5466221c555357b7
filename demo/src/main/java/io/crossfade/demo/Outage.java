package io.crossfade.demo;

import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.stage.Stage;
import io.crossfade.demo.stage.StageServer;
import io.crossfade.model.Side;

/// The new database dies, and comes back after some seconds. Its customers go on.
record Outage(Stage stage, Traffic traffic, Acts acts, long meanwhile) {

  void run() throws InterruptedException {
    StageServer target = stage.server(Side.TARGET);
    acts.begin("Kill %s; the shop goes on".formatted(target.name()));
    target.kill();
    traffic.awaitMore(2 * meanwhile);
    acts.begin(target.name() + " comes back, and gets what it has missed");
    target.restart();
    traffic.awaitMore(meanwhile);
  }
}
