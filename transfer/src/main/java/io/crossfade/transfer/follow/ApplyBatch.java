package io.crossfade.transfer.follow;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Mapping;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Workplace;

/** Writes one batch. Exactly once, however often it runs: the position in the target decides. */
record ApplyBatch(Lease lease, Mapping mapping, Batch batch) implements Task<Applied> {
  private static final long serialVersionUID = 1;

  @Override
  public Applied run(Workplace workplace) {
    try {
      return workplace.applier(lease, mapping).apply(batch);
    } catch (CrossfadeException e) {
      workplace.discardApplier(lease, mapping);
      throw e;
    }
  }
}
