package io.crossfade.demo;

import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.stage.Stage;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// Puts a play on the stage: builds what is moved, and lets its customers in.
final class Performance implements AutoCloseable {
  private final Settings settings;
  private final Stage stage;
  private final Acts acts;
  private final Path manifest;
  private final Play play;

  private Performance(Settings settings, Stage stage, Acts acts, Path manifest, Play play) {
    this.manifest = manifest;
    this.settings = settings;
    this.stage = stage;
    this.acts = acts;
    this.play = play;
  }

  static Performance prepare(Settings settings, Stage stage, Acts acts, Play.Opening opening)
      throws IOException, SQLException, InterruptedException {
    Subject subject = settings.subject();
    acts.begin("On %s: %s".formatted(stage.server(Side.SOURCE).name(), subject.name()));
    subject.build(stage.databases().source());
    Path manifest =
        Files.writeString(
            stage.directory().resolve(subject.migration() + ".yaml"),
            subject.manifest(
                stage.server(Side.SOURCE).address(), stage.server(Side.TARGET).address()));
    Play play = opening.open(manifest, stage.directory().resolve("state"));
    return new Performance(settings, stage, acts, manifest, play);
  }

  Script perform() throws IOException, InterruptedException {
    acts.begin(settings.clients() + " clients, " + settings.rate() + " transactions/s");
    try (Entrance entrance = Entrance.open(settings.subject(), manifest, play.routes());
        Traffic traffic =
            Traffic.start(stage.directory(), new Workload(settings, stage).arguments(entrance))) {
      return play.play(traffic);
    }
  }

  void linger(Leaving leaving) throws InterruptedException {
    play.linger(leaving);
  }

  @Override
  public void close() {
    play.close();
  }
}
