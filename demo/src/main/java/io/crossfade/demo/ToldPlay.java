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

/// The story, told in a terminal.
record ToldPlay(Journey journey, Drill drill, Settings settings, Terminal terminal, Acts acts)
    implements Play {
  private static final int SECONDS_BETWEEN_SWITCHES = 2;

  @Override
  public Path routes() {
    return journey.routes();
  }

  @Override
  public Script play(Traffic traffic) throws IOException, InterruptedException {
    try (ProgressView _ = view(traffic)) {
      long meanwhile = Math.max(1, (long) settings.rate() * SECONDS_BETWEEN_SWITCHES);
      Outage outage =
          drill.subject().upkeep() == Upkeep.DUAL_WRITE
              ? new Outage(drill.stage(), traffic, acts, meanwhile)
              : null;
      return new Story(journey, drill, outage, traffic, acts, meanwhile).tell();
    } finally {
      acts.drawn(false);
      journey.close(); // nobody writes any more when the judge looks
    }
  }

  private ProgressView view(Traffic traffic) {
    acts.drawn(terminal.live());
    Style style = new Style(terminal.colour());
    Picture picture = new DemoPicture(Picture.of(journey::status, style), acts, traffic, style);
    return new ProgressView(picture, terminal.err(), terminal.live());
  }

  @Override
  public void close() {
    journey.close();
  }
}
