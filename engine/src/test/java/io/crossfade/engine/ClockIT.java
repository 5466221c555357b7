package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.store.StorePlace;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever sets the clock of the machine, an hour back and an hour forward all the time, changes
/// what people are shown and nothing else.
@Timeout(120)
class ClockIT {
  private static final Instant BEGAN = Instant.parse("2026-10-25T00:30:00Z");

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void aMigrationUnderAClockThatJumpsMovesGoesBackAndIsTold() throws SQLException {
    LiveMigration.notRunYet(databases, "clock", "", directory).close();
    AtomicInteger asked = new AtomicInteger();
    InstantSource jumping =
        () -> BEGAN.plusSeconds(asked.incrementAndGet() % 2 == 0 ? 3600 : -3600);
    var place = new StorePlace.InDirectory(directory);
    try (LiveMigration live =
        LiveMigration.again(databases, "clock", "cutover: {firstTry: 10s}", place, jumping)) {
      live.migration().run();
      live.insert(Side.SOURCE, "new");
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.insert(Side.TARGET, "newer");
      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(live.count(Side.SOURCE, "name IN ('new', 'newer')")).isEqualTo("2");

      List<Recorded> events = live.migration().events();
      assertThat(asked.get()).isGreaterThan(20);
      assertThat(events).extracting(Recorded::seq).isSorted();
      assertThat(live.migration().report().remarks())
          .extracting(remark -> remark.text())
          .anyMatch(text -> text.contains("the clock went back by 7200 s"));
    }
  }
}
