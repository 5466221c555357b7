package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.dual.BackOff;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DualTransactionsIT extends Notes {
  @Test
  void underARouteThatIsNotMirroredTheTableOfItemsIsNotTouched() throws SQLException {
    DualTransactions transactions = transactions(started(builder()));
    write(transactions, 1, "a");
    both.routes.only(Side.TARGET);
    write(transactions, 2, "b");
    assertThat(both.rows(Side.SOURCE, NOTES)).containsExactly("1|a");
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("2|b");
    for (Side side : Side.values()) {
      assertThat(both.rows(side, LINES)).isEmpty();
    }
  }

  @Test
  void rowVersionAndTombstoneArriveInBothDirections() throws Exception {
    DualWriter writer = started(builder().synchronous(Duration.ofSeconds(20)));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    write(transactions, 1, "a");
    write(transactions, 1, "b");
    write(transactions, 2, "c");
    write(transactions, 2, null);
    both.routes.mirroredFrom(Side.TARGET);
    write(transactions, 1, "d");
    for (Side side : Side.values()) {
      assertThat(both.rows(side, NOTES)).containsExactly("1|d");
      assertThat(both.rows(side, LINES)).containsExactly("1|1|1|3", "2|2|2|2");
    }
    assertThat(writer.pending()).isZero();
  }

  @Test
  void whatIsRolledBackLeavesNothing() throws SQLException {
    DualTransactions transactions = transactions(started(builder()));
    both.routes.mirroredFrom(Side.SOURCE);
    try (DualTransaction transaction = transactions.begin()) {
      say(transaction.connection(), 1, "a");
      transaction.touched("note", "1");
    }
    assertThat(both.rows(Side.SOURCE, NOTES)).isEmpty();
    assertThat(both.rows(Side.SOURCE, LINES)).isEmpty();
    assertThat(both.routes.source.reported().inFlight()).isZero();
    assertThat(both.source.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void aTableThatIsRefusedIsSetApartAndAnotherWriteTakesItBack() throws Exception {
    both.execute(Side.TARGET, "ALTER TABLE note ADD CHECK (said <> 'secret')");
    DualWriter writer =
        started(
            builder()
                .synchronous(Duration.ofSeconds(20))
                .backOff(new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), 2)));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    write(transactions, 1, "secret");
    write(transactions, 2, "open");
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("2|open");
    for (int i = 0; i < 3; i++) {
      both.timePasses();
      writer.drain();
    }
    LedgerCount count = writer.findings().ledger().get(0);
    assertThat(List.of(count.pending(), count.apart(), count.mirrored()))
        .containsExactly(1L, 1L, 1L);
    LedgerEntry entry = writer.findings().entries().get(0);
    assertThat(entry.attempts()).isEqualTo(2);
    assertThat(entry.error()).isEqualTo("PSQLException 23514").doesNotContain("secret");
    write(transactions, 1, "mended");
    assertThat(writer.pending()).isZero();
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("1|mended", "2|open");
  }

  @Test
  void whatWasSetApartIsTakenBackByHand() throws Exception {
    both.execute(Side.TARGET, "ALTER TABLE note RENAME TO gone");
    DualWriter writer =
        started(
            builder()
                .synchronous(Duration.ofSeconds(20))
                .backOff(new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), 1)));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    write(transactions, 1, "a");
    write(transactions, 2, "b");
    both.execute(Side.TARGET, "ALTER TABLE gone RENAME TO note");
    both.timePasses();
    assertThat(writer.drain()).isZero();
    assertThat(writer.retry(new Item("note", "1"))).isTrue();
    assertThat(writer.drain()).isOne();
    assertThat(writer.retryApart()).isOne();
    assertThat(writer.awaitSettled(Duration.ofSeconds(20))).isTrue();
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("1|a", "2|b");
    assertThat(writer.retry(new Item("note", "1"))).isFalse();
  }

  /** The second write comes between the mirror's reading and its word that all is done. */
  @Test
  void aMirrorStrikesOffOnlyWhatItHasRead() throws Exception {
    RowStore target = both.notes(Side.TARGET);
    List<DualTransactions> writes = new ArrayList<>();
    ItemStore<Map<String, @Nullable String>> interrupted =
        new ItemStore<>() {
          @Override
          public Versioned<Map<String, @Nullable String>> read(String key) throws Exception {
            return target.read(key);
          }

          @Override
          public boolean put(String key, Versioned<Map<String, @Nullable String>> state)
              throws Exception {
            if (!writes.isEmpty()) {
              write(writes.remove(0), 1, "second");
            }
            return target.put(key, state);
          }
        };
    DualWriter writer =
        started(
            builder().mirrorsOn(begun::add).store("note", both.notes(Side.SOURCE), interrupted));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    writes.add(transactions);
    write(transactions, 1, "first");
    begun.remove().run();
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("1|first");
    assertThat(writer.pending()).as("the second, if this process died now").isOne();
    begun.remove().run();
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("1|second");
    assertThat(writer.pending()).isZero();
  }

  /** A switch that nobody should make: what the source had and the target did not is older now. */
  @Test
  void afterAForcedSwitchTheNewerEpochsWordCounts() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    for (int i = 0; i < 5; i++) {
      write(transactions, 1, "source " + i);
    }
    write(transactions, 2, "of the source alone");
    both.routes.mirroredFrom(Side.TARGET);
    write(transactions, 1, "target");
    begun.forEach(Runnable::run);
    for (Side side : Side.values()) {
      assertThat(both.rows(side, NOTES)).containsExactly("1|target", "2|of the source alone");
    }
    assertThat(writer.pending()).isZero();
  }

  /** Its undoing is a write too: a mirror that was only slow does not stay. */
  @Test
  void aTransactionWhoseMirrorFailsIsTakenBack() throws Exception {
    DualWriter writer =
        started(
            builder()
                .mirrorsOn(begun::add)
                .synchronous(Duration.ofMillis(1))
                .onMirrorFailure(
                    new JdbcCompensation(
                        both.items,
                        both.source,
                        both.target,
                        (connection, items) -> {
                          for (Item item : items) {
                            say(connection, Long.parseLong(item.key()), null);
                          }
                        })));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    assertThatThrownBy(() -> write(transactions, 1, "a"))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("taken back");
    assertThat(both.rows(Side.SOURCE, NOTES)).isEmpty();
    begun.forEach(Runnable::run);
    assertThat(both.rows(Side.TARGET, LINES)).isEqualTo(both.rows(Side.SOURCE, LINES));
    assertThat(writer.pending()).isZero();
  }
}
