package io.crossfade.engine;

import io.crossfade.connector.Chunk;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;

/// A process that moves a bank.
record BankMove(OpenMigration open, Store store) implements AutoCloseable {
  Migration migration() {
    return open.migration();
  }

  Journal journal() {
    return open.journal();
  }

  /// How many chunks are copied.
  long copied() {
    String name = journal().state().migration();
    return open.database(Side.TARGET).workspace().chunks(name).stream()
        .filter(chunk -> chunk.state() == Chunk.State.DONE)
        .count();
  }

  @Override
  public void close() {
    open.close();
    store.close();
  }
}
