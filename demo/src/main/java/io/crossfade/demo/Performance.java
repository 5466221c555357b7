package io.crossfade.demo;

import io.crossfade.cli.Terminal;
import io.crossfade.cli.view.Picture;
import io.crossfade.cli.view.ProgressView;
import io.crossfade.cli.view.Style;
import io.crossfade.demo.journey.Journey;
import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.screen.DemoPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// Puts the story on the stage: builds the shop, lets its customers in, and shows what happens.
final class Performance {
  private static final int SECONDS_BETWEEN_SWITCHES = 2;

  private final Settings settings;
  private final Stage stage;
  private final Terminal terminal;
  private final Acts acts;

  Performance(Settings settings, Stage stage, Terminal terminal, Acts acts) {
    this.settings = settings;
    this.stage = stage;
    this.terminal = terminal;
    this.acts = acts;
  }

  Script perform() throws IOException, SQLException, InterruptedException {
    Subject subject = settings.subject();
    acts.begin("On PostgreSQL 16: " + subject.name());
    subject.build(stage.databases().source());
    Path manifest = stage.writeManifest(subject);
    Path state = stage.directory().resolve("state");
    try (Journey journey = Journey.open(subject.migration(), manifest, state)) {
      acts.begin(settings.clients() + " clients, " + settings.rate() + " transactions/s");
      try (Traffic traffic =
              Traffic.start(
                  stage.directory(), new Workload(settings, stage).arguments(journey.routes()));
          ProgressView _ = view(journey, traffic)) {
        long meanwhile = Math.max(1, (long) settings.rate() * SECONDS_BETWEEN_SWITCHES);
        return new Story(journey, traffic, acts, meanwhile).tell();
      } finally {
        acts.drawn(false);
      }
    }
  }

  private ProgressView view(Journey journey, Traffic traffic) {
    acts.drawn(terminal.live());
    Style style = new Style(terminal.colour());
    Picture picture = new DemoPicture(Picture.of(journey::status, style), acts, traffic, style);
    return new ProgressView(picture, terminal.err(), terminal.live());
  }
}
