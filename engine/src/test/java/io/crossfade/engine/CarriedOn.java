package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.shape.SourceTables;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What `crossfade run` does about a failover, and what it must have led to.
final class CarriedOn {
  private static final String ALL = "SELECT t::text FROM notes t ORDER BY t.id";

  private CarriedOn() {}

  /// Begins anew as often as that is all it takes.
  static LiveMigration run(TwoDatabases databases, String name, Path directory) {
    while (true) {
      LiveMigration live = LiveMigration.again(databases, name, "", directory);
      try {
        live.migration().run();
        return live;
      } catch (CrossfadeException e) {
        live.close();
        if (!isTakenUpNext(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isTakenUpNext(CrossfadeException e) {
    return "true".equals(e.fields().get(SourceTables.TAKEN_UP_NEXT));
  }

  static void assertEnds(ThrowingCallable process, ErrorCode code) {
    assertThatThrownBy(process)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).as("%s", e.getMessage()).isEqualTo(code);
              assertThat(isTakenUpNext(e)).isTrue();
            });
  }

  static List<MigrationEvent.FailedOver> failovers(LiveMigration live) {
    return live.events().stream()
        .filter(MigrationEvent.FailedOver.class::isInstance)
        .map(MigrationEvent.FailedOver.class::cast)
        .toList();
  }

  static long finished(LiveMigration live, StepName step) {
    return live.events().stream()
        .filter(event -> event instanceof MigrationEvent.StepFinished f && f.step() == step)
        .count();
  }

  static void assertSame(LiveMigration live) throws SQLException {
    assertThat(live.migration().verify(false).clean()).isTrue();
    assertThat(live.databases.column(Side.TARGET, ALL))
        .isNotEmpty()
        .isEqualTo(live.databases.column(Side.SOURCE, ALL));
  }
}
