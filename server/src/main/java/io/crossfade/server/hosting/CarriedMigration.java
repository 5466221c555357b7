package io.crossfade.server.hosting;

import io.crossfade.engine.Control;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.manifest.CutoverSettings;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.report.Redaction;
import io.crossfade.engine.routes.RouteBoard;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A migration that is open in this process. Its events stand in the log of the process as well.
public record CarriedMigration(Manifest manifest, OpenMigration open) implements Carried {
  private static final Logger LOG = LoggerFactory.getLogger(CarriedMigration.class);

  public CarriedMigration {
    // keys are data, and a log is sent around; `crossfade report` has them
    Redaction redaction = new Redaction(List.of());
    open.journal()
        .listen(event ->
            LOG.info(
                "{} {} {}", event.migration(), event.seq(), redaction.withoutKeys(event.event())));
  }

  @Override
  public Control control() {
    return open.migration();
  }

  @Override
  public Optional<RouteBoard> board() {
    return Optional.of(open.board());
  }

  @Override
  public long newest() {
    return open.journal().newest();
  }

  @Override
  public void run() throws InterruptedException {
    open.migration().run();
    if (manifest.course().cutover().mode() == CutoverSettings.Mode.AUTOMATIC) {
      open.migration().cutOverByItself();
    }
    open.migration().awaitEnd();
  }

  @Override
  public void close() {
    open.close();
  }
}
