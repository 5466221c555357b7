package io.crossfade.engine.repair;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Workspace;
import io.crossfade.engine.Journal;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.model.Side;
import java.util.List;

/// Chunks that a dead process has opened: the stream waits for each of them.
public final class OpenChunks implements Check {
  private final Setup setup;
  private final Journal journal;

  public OpenChunks(Setup setup, Journal journal) {
    this.setup = setup;
    this.journal = journal;
  }

  @Override
  public List<Damage> look() {
    if (journal.state().progress().current() != StepName.BACKFILL) {
      return List.of();
    }
    long open =
        workspace().chunks(setup.lease().migration()).stream()
            .filter(chunk -> chunk.state() == Chunk.State.COPYING)
            .count();
    return open == 0
        ? List.of()
        : List.of(
            Damage.of(
                open + " chunks are being copied by nobody",
                "the target",
                "end their sessions and let them wait for the next run"));
  }

  @Override
  public String mend(Damage damage) {
    workspace().reopen(setup.lease());
    return "they wait for the next run; nothing of them was written";
  }

  private Workspace workspace() {
    return setup.database(Side.TARGET).workspace();
  }
}
