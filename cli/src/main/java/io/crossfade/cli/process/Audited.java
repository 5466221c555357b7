package io.crossfade.cli.process;

import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.store.AuditLog;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What nobody asks for over the endpoint, in the audit: that this process carries a migration on,
/// and what it does by itself for who has started it. An audit that cannot be written keeps no
/// process from carrying on, for without one there is no way back.
final class Audited {
  private final Store store;
  private final AuditLog audit;
  private final LeaseHolder us;
  private @Nullable AuditEntry began;

  Audited(Store store, LeaseHolder us) {
    this.store = store;
    this.audit = store.audit();
    this.us = us;
  }

  /// From now on this process carries the migration on.
  void begins(String migration) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("host", us.host());
    details.put("process", Long.toString(us.pid()));
    store
        .leases()
        .current(migration)
        .ifPresent(lease -> details.put("lease", Long.toString(lease.number())));
    Act act = Act.asked(Asker.here(), migration, "run", Act.details(details));
    began = audit.tryToAppend(act).orElse(null);
  }

  void ends() {
    if (began != null) {
      var _ = audit.tryToAppend(began.act().answered(began.number(), "ended", ""));
    }
  }

  /// Does what a command asks for that is this process itself.
  <T> T verb(Act asked, Supplier<T> work) {
    long number = audit.append(asked).number();
    try {
      T done = work.get();
      var _ = audit.tryToAppend(asked.answered(number, "done", ""));
      return done;
    } catch (CrossfadeException e) {
      var _ = audit.tryToAppend(asked.answered(number, e.code().name(), ""));
      throw e;
    }
  }
}
