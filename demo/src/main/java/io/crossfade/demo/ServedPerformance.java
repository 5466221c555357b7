package io.crossfade.demo;

import io.crossfade.cli.Terminal;
import io.crossfade.demo.journey.ServedJourney;
import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.screen.Moved;
import io.crossfade.engine.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// The shop on the stage, and nobody who tells a story: whoever sits before the dashboard moves it,
/// until the migration has ended.
final class ServedPerformance {
  private final Settings settings;
  private final Stage stage;
  private final Terminal terminal;
  private final Acts acts;
  private final int port;

  ServedPerformance(Settings settings, Stage stage, Terminal terminal, Acts acts, int port) {
    this.settings = settings;
    this.stage = stage;
    this.terminal = terminal;
    this.acts = acts;
    this.port = port;
  }

  Script perform() throws IOException, SQLException, InterruptedException {
    Subject subject = settings.subject();
    acts.begin("On PostgreSQL 16: " + subject.name());
    subject.build(stage.databases().source());
    Path manifest = stage.writeManifest(subject);
    Path state = stage.directory().resolve("state");
    try (ServedJourney journey = ServedJourney.open(subject.migration(), manifest, state, port)) {
      acts.begin(settings.clients() + " clients, " + settings.rate() + " transactions/s");
      try (Traffic traffic =
          Traffic.start(
              stage.directory(), new Workload(settings, stage).arguments(journey.routes()))) {
        invite(journey);
        Status last = journey.awaitEnd();
        acts.begin("The migration has ended, and the customers go home");
        List<Attempt> attempts = traffic.stop();
        Moved moved =
            new Moved(
                last.copy().rows(),
                0,
                last.follow().changesApplied(),
                last.compare().rows(),
                last.compare().drift() + last.compare().unsettled());
        return new Script(attempts, journey.windows(), moved, "", false);
      }
    }
  }

  private void invite(ServedJourney journey) {
    terminal
        .err()
        .printf(
            """

              Open       %s/ui/%s
              Log in     %s

            Move the shop from there: cut over, roll back, cut over again, clean up. Then the judge looks whether a
            write was lost or repeated. Ctrl-C leaves without one.

            """,
            journey.address(), settings.subject().migration(), journey.token().reveal());
    terminal.err().flush();
  }
}
