package io.crossfade.transfer;

import io.crossfade.connector.Applier;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;

/** What a worker offers to a task: its open databases. */
public interface Workplace {
  Database database(Side side);

  /** The applier of this lease, direction and mapping; one task uses it at a time. */
  Applier applier(Lease lease, Mapping mapping);

  /** Forgets the applier after its connection failed. */
  void discardApplier(Lease lease, Mapping mapping);

  Timing timing();
}
