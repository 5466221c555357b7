package io.crossfade.demo;

import io.crossfade.demo.screen.Found;
import io.crossfade.demo.stage.Stage;
import io.crossfade.demo.vendor.Vendor;
import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.Recorded;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Somebody changes a row on the side that follows, behind Crossfade's back. Takes the time until
/// Crossfade tells which.
record Drill(Stage stage, Subject subject, Supplier<List<Recorded>> events) {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// @param side that follows
  Found run(Side side) throws SQLException, InterruptedException {
    long before = newest();
    Instant changed = change(side);
    Instant deadline = Instant.now().plus(PATIENCE);
    Optional<Recorded> told = told(before);
    while (told.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "a row was changed on the %s, and not found within %d s"
                .formatted(side, PATIENCE.toSeconds()));
      }
      Thread.sleep(LOOK);
      told = told(before);
    }
    RowDiffers row = (RowDiffers) told.get().event();
    return new Found(
        row.table().toString(),
        row.key().toString(),
        row.columns(),
        row.side().spelled(),
        Duration.between(changed, told.get().at()).toMillis() / 1000.0);
  }

  /// For whoever would rather type it.
  ///
  /// @param side that follows
  String command(Side side) {
    return stage.server(side).shell(pass(side), subject.drill());
  }

  /// Past the fence, which would refuse whoever does not say this; no mark tells that it was us.
  private String pass(Side side) {
    return Vendor.of(stage.server(side).url()).pass(subject.migration());
  }

  private Instant change(Side side) throws SQLException {
    try (Connection connection = DriverManager.getConnection(stage.server(side).url());
        Statement statement = connection.createStatement()) {
      statement.execute(pass(side));
      int rows = statement.executeUpdate(subject.drill());
      if (rows != 1) {
        throw new IllegalStateException("the drill changed " + rows + " rows and not one");
      }
      return Instant.now();
    }
  }

  private long newest() {
    return events.get().stream().mapToLong(Recorded::seq).max().orElse(0);
  }

  private Optional<Recorded> told(long after) {
    return events.get().stream()
        .filter(recorded -> recorded.seq() > after && recorded.event() instanceof RowDiffers)
        .findFirst();
  }
}
