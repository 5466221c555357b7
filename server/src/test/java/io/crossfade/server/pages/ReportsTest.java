package io.crossfade.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.StepName;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Store;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import io.crossfade.server.wire.WireJson;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final String HOSTILE = "<script>alert('x')</script>";

  @TempDir Path directory;

  @Test
  void whatHasEndedIsKeptAndNamesStayText() {
    try (Store store = Store.open(directory, InstantSource.system());
        Host host = new Host(store, false, directory, new FakeOpening(store));
        Reports reports = new Reports(store, host, host.states())) {
      var _ = store.manifests().keep("shop", "a manifest", "ann");
      Lease lease = store.leases().take("shop", LeaseHolder.here(directory));
      TableName table = new TableName("public", HOSTILE);
      record(store, lease, 1, new MigrationEvent.MigrationCreated("d", "0.1.0"));
      record(store, lease, 2, new MigrationEvent.StepStarted(StepName.PREPARE));
      record(
          store,
          lease,
          3,
          new MigrationEvent.StepFailed(StepName.PREPARE, ErrorCode.DRIFT_FOUND, HOSTILE));
      record(store, lease, 4, new MigrationEvent.VerdictReached(table, 9, 2, 0, "0/1"));
      record(store, lease, 5, new MigrationEvent.VerdictReached(table, 9, 0, 0, "0/1"));
      Act asked = Act.asked("ann@desk" + HOSTILE, "shop", "verify", "");
      long number = store.audit().append(asked).number();
      var _ = store.audit().append(asked.answered(number, "done", ""));
      var _ = store.audit().append(Act.asked("eve", "other", "abort", ""));

      reports.keepEnded();
      assertThat(store.reports().of("shop")).as("it has not ended").isEmpty();
      record(store, lease, 6, new MigrationEvent.StepStarted(StepName.ABORT));
      record(store, lease, 7, new MigrationEvent.MigrationEnded(MigrationEvent.Outcome.ABORTED));
      TeamReport before = reports.of("shop");
      reports.keepEnded();
      String kept = store.reports().of("shop").orElseThrow();
      assertThat(WireJson.read(kept, TeamReport.class)).isEqualTo(before);
      var _ = store.audit().append(Act.asked("eve", "shop", "later", ""));
      assertThat(reports.of("shop")).as("what was true then").isEqualTo(before);
      assertThat(before.asked())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.what()).isEqualTo("verify");
            assertThat(one.outcome()).isEqualTo("done");
          });
      assertThat(before.report().success().drift()).hasSize(2);
      assertThat(before.html())
          .contains("Migration shop", "ann@desk&lt;script&gt;", "DRIFT_FOUND", "ABORTED")
          .doesNotContain("<script", "alert('x')");
    }
  }

  private static void record(Store store, Lease lease, long seq, MigrationEvent event) {
    var _ = store.events().append(lease, seq, event);
  }
}
