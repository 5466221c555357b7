package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.engine.audit.AuditHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

  @Test
  void anInterruptClosesNoFileThatOthersUse() {
    try (Store store = open(InstantSource.system())) {
      Lease lease = store.leases().take("shop", LeaseHolder.here(directory));
      for (int number = 1; number <= 50; number++) {
        Thread.currentThread().interrupt();
        var _ = store.decisions().decide(lease, number, Decision.FLIP);
        assertThat(Thread.interrupted()).as("whoever waits is told").isTrue();
        assertThat(store.decisions().outcome("shop", number)).contains(Decision.FLIP);
        assertThat(store.events().away()).isEmpty();
      }
    }
  }

  @Test
  void eachHeadOfTheAuditIsLoggedAsItIsReadAgain() {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(AuditLog.class.getName());
    log.addHandler(handler);
    try (Store store = open(InstantSource.system())) {
      AuditHead head = store.audit().append(act(1)).head();
      assertThat(logged.stream().map(AuditHead::in)).containsExactly(Optional.of(head));
    } finally {
      log.removeHandler(handler);
    }
  }

  /// What somebody added to the file by hand, or half of a line, is not a head.
  @Test
  void headsAreAddedToTheirFileAndReadFromIt() throws Exception {
    AuditHeads heads = new AuditHeads(directory);
    Path file = AuditHeads.file(directory);
    AuditHead first = new AuditHead(1, "a".repeat(64));
    AuditHead second = new AuditHead(2, "b".repeat(64));
    heads.accept(first);
    Files.writeString(file, "half of a li\n", StandardOpenOption.APPEND);
    heads.accept(second);
    assertThat(AuditHeads.read(file)).containsExactly(first, second);
    Files.delete(file);
    Files.createDirectory(file);
    heads.accept(second); // a disk that takes nothing stops nobody
  }
}
