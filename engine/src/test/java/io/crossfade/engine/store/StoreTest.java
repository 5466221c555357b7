package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a file.
class StoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  Store open(InstantSource clock) {
    return Store.open(directory, clock);
  }

  @Test
  void aDirectoryThatTheDriverCannotTakeIsRefused() {
    assertThatThrownBy(() -> Store.open(directory.resolve("a;b"), InstantSource.system()))
        .hasMessageContaining("semicolon");
  }
}
