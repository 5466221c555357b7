package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.transfer.Timing;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class StoreDatabaseTest {
  @Test
  void aConnectionThatBrokeSaysNothingOfADisk() {
    assertThatThrownBy(() -> ask(new SQLException("it hung up", "08006", new EOFException())))
        .isInstanceOf(StoreAway.class)
        .hasMessageContaining("it hung up")
        .hasMessageNotContaining("disk");
  }

  @Test
  void aFileThatCannotBeWrittenDoes() {
    assertThatThrownBy(() -> ask(new SQLException("io", "90031", new IOException("no space left"))))
        .isInstanceOf(StoreAway.class)
        .hasMessageContaining("no space left")
        .hasMessageContaining("disk");
  }

  private static void ask(SQLException failure) {
    Jdbi jdbi =
        Jdbi.create(() -> {
          throw failure;
        });
    new StoreDatabase(jdbi, "there", "", () -> {}, new Absence(Timing.REAL)).call(h -> 1);
  }
}
