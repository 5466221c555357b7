package io.crossfade.engine;

import io.crossfade.engine.store.Store;

/// A process that moves a bank.
record BankMove(OpenMigration open, Store store) implements AutoCloseable {
  Migration migration() {
    return open.migration();
  }

  Journal journal() {
    return open.journal();
  }

  @Override
  public void close() {
    open.close();
    store.close();
  }
}
