package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.transfer.Timing;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsTest {
  @TempDir Path directory;

  /// Its row is committed by then, and whoever comes later goes by it.
  @Test
  void aFlipThatMayNotBeOnTheDiskYetIsNotTakenForNone() {
    StorePlace place = new StorePlace.InDirectory(directory);
    StoreKind kind = StoreKind.of(place);
    try (Store store = Store.open(place, InstantSource.system());
        HikariDataSource connections = new HikariDataSource(kind.connections())) {
      Lease lease = store.leases().take("shop", LeaseHolder.here(directory));
      AtomicInteger opened = new AtomicInteger();
      Jdbi secondFails =
          Jdbi.create(() -> {
            if (opened.incrementAndGet() == 2) {
              throw new SQLException("no room", "08001");
            }
            return connections.getConnection();
          });
      Decisions decisions =
          new Decisions(
              new StoreDatabase(
                  secondFails, "there", kind.sync(), () -> {}, new Absence(Timing.REAL)));

      assertThat(decisions.tryToDecide(lease, 1, Decision.FLIP)).contains(Decision.FLIP);

      assertThat(opened).hasValueGreaterThan(2);
      assertThat(store.decisions().outcome("shop", 1)).contains(Decision.FLIP);
    }
  }
}
