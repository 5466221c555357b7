package io.crossfade.demo.journey;

import io.crossfade.cli.process.Asker;
import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.Serving;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.engine.access.Role;
import io.crossfade.model.Route;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.RemoteAccounts;
import io.crossfade.server.RemoteControl;
import io.crossfade.server.RemotePlace;
import io.crossfade.server.configuration.ServerConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The shop's migration as people carry it out together: a server in this process, and whoever
/// looks at its pages.
public final class ServedJourney implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final String migration;
  private final Serving serving;
  private final RemotePlace place;
  private final RemoteControl control;
  private final Path routes;

  private ServedJourney(String migration, Serving serving, Path directory) {
    this.migration = migration;
    this.serving = serving;
    this.place = RunningProcess.in(directory);
    this.control = new RemoteControl(place, migration, Asker.here());
    this.routes = directory.resolve("demo.routes");
  }

  /// Begins the migration, which goes on by itself up to where a person decides.
  ///
  /// @param port 0 for a free one
  public static ServedJourney open(String migration, Path manifest, Path directory, int port)
      throws IOException, InterruptedException {
    Serving serving = Serving.start(directory, ServerConfiguration.DEFAULT.on(port));
    try {
      ServedJourney journey = new ServedJourney(migration, serving, directory);
      journey.begin(Files.readString(manifest));
      return journey;
    } catch (IOException | InterruptedException | RuntimeException e) {
      serving.close();
      throw e;
    }
  }

  private void begin(String manifest) throws InterruptedException {
    Secret token =
        new RemoteAccounts(place, Asker.here()).make(migration, Set.of(Role.ROUTER), 0).token();
    ConnectionFile.write(
        routes, "crossfade:%s/routes/%s".formatted(serving.address(), migration), token);
    var _ = RemoteControl.begin(place, manifest, Asker.here());
    while (!control.status().where().running()) {
      Thread.sleep(LOOK);
    }
  }

  public String migration() {
    return migration;
  }

  public Status status() {
    return control.status();
  }

  public List<Recorded> events() {
    return control.events();
  }

  /// Of the server, as a URL.
  public String address() {
    return serving.address();
  }

  /// What opens its pages.
  public Secret token() {
    return place.token();
  }

  /// The file from which applications learn where their routes come from.
  public Path routes() {
    return routes;
  }

  /// Waits until somebody has cleaned up, or given up. Returns how it was just before.
  public Status awaitEnd() throws InterruptedException {
    Status last = control.status();
    for (Status now = last; !now.where().phase().isEnd(); now = control.status()) {
      last = now;
      Thread.sleep(LOOK);
    }
    return last;
  }

  /// Every switch, in order, as the events tell.
  public List<SwitchWindow> windows() {
    List<SwitchWindow> windows = new ArrayList<>();
    Map<Integer, Recorded> started = new HashMap<>();
    Map<Integer, SwitchDecided> decided = new HashMap<>();
    for (Recorded recorded : control.events()) {
      switch (recorded.event()) {
        case SwitchStarted e -> started.put(e.number(), recorded);
        case SwitchDecided e -> decided.put(e.number(), e);
        case SwitchFinished e -> {
          Recorded begun = started.get(e.number());
          SwitchDecided outcome = decided.get(e.number());
          if (begun != null && outcome != null) {
            windows.add(window(begun, outcome, recorded));
          }
        }
        case MigrationEvent _ -> {}
      }
    }
    return windows;
  }

  private SwitchWindow window(Recorded begun, SwitchDecided decided, Recorded finished) {
    boolean there = begun.event() instanceof SwitchStarted e && e.to() == Side.TARGET;
    return new SwitchWindow(
        there ? "cutover" : "rollback",
        begun.at(),
        finished.at(),
        new SwitchReport(
            decided.number(),
            decided.decision(),
            decided.reason(),
            Route.initial(migration),
            Map.of(),
            null));
  }

  @Override
  public void close() {
    control.close();
    serving.close();
  }
}
