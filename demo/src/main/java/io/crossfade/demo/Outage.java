package io.crossfade.demo;

import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.screen.Acts;
import io.crossfade.model.Side;

/// The new database dies, and comes back after some seconds. Its customers go on.
record Outage(Stage stage, Traffic traffic, Acts acts, long meanwhile) {

  void run() throws InterruptedException {
    acts.begin("Kill PostgreSQL 18; the shop goes on");
    stage.server(Side.TARGET).kill();
    traffic.awaitMore(2 * meanwhile);
    acts.begin("PostgreSQL 18 comes back, and gets what it has missed");
    stage.server(Side.TARGET).restart();
    traffic.awaitMore(meanwhile);
  }
}
