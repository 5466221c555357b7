package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.dual.BackOff;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.DualWriterBuilder;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.client.dual.WhenFull;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DualTransactionsIT {
  private static final String NOTES = "SELECT id, said FROM note ORDER BY id";
  private static final String LINES =
      "SELECT key, version & 4294967295, settled & 4294967295, version >> 32 FROM crossfade.item ORDER BY key";

  private final List<DualWriter> writers = new ArrayList<>();
  private TwoDatabases both;

  /** Mirrors that have not begun: those of a process that is slow, or dead. */
  private final Queue<Runnable> begun = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws SQLException {
    both = new TwoDatabases();
  }

  @AfterEach
  void stop() {
    writers.forEach(DualWriter::close);
    both.close();
  }

  private DualWriterBuilder builder() {
    return DualWriter.with(both.routes.router)
        .store("note", both.notes(Side.SOURCE), both.notes(Side.TARGET))
        .outbox(both.outbox())
        .drainEvery(null);
  }

  private DualWriter started(DualWriterBuilder builder) {
    DualWriter writer = builder.start();
    writers.add(writer);
    return writer;
  }

  private DualTransactions transactions(DualWriter writer) {
    return new DualTransactions(writer, both.items, both.source, both.target);
  }

  /** Writes a note, or deletes it. */
  private void write(DualTransactions transactions, long id, @Nullable String said)
      throws SQLException {
    try (DualTransaction transaction = transactions.begin()) {
      say(transaction.connection(), id, said);
      transaction.touched("note", String.valueOf(id));
      transaction.commit();
    }
  }

  private static void say(Connection connection, long id, @Nullable String said)
      throws SQLException {
    String sql =
        said == null
            ? "DELETE FROM note WHERE id = ?"
            : "INSERT INTO note VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      if (said != null) {
        statement.setString(2, said);
      }
      statement.executeUpdate();
    }
  }

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

  /** The first process never gets to its mirrors; two others share what it has left. */
  @Test
  void whatADeadProcessHasLeftIsTakenUpByEachItemOnlyOnce() throws Exception {
    DualTransactions dead = transactions(started(builder().mirrorsOn(begun::add)));
    both.routes.mirroredFrom(Side.SOURCE);
    for (int i = 0; i < 100; i++) {
      write(dead, i, "a" + i);
    }
    write(dead, 7, null);
    Outbox outbox = both.outbox();
    assertThat(due(outbox, 100)).as("its own for a while").isEmpty();
    both.timePasses();
    Set<Item> first = new HashSet<>();
    try (Connection rival = both.source.getConnection()) {
      rival.setAutoCommit(false);
      rival
          .createStatement()
          .execute("SELECT FROM crossfade.item WHERE key IN ('1', '2') FOR UPDATE");
      first.addAll(due(outbox, 60));
      assertThat(first).hasSize(60).doesNotContain(new Item("note", "1"), new Item("note", "2"));
      rival.rollback();
    }
    List<Item> second = due(both.outbox(), 60);
    assertThat(second).hasSize(40).doesNotContainAnyElementsOf(first);
    both.timePasses();
    DualWriter other = started(builder());
    assertThat(other.drain()).isEqualTo(100);
    assertThat(both.rows(Side.TARGET, NOTES)).isEqualTo(both.rows(Side.SOURCE, NOTES)).hasSize(99);
    assertThat(other.pending()).isZero();
    begun.forEach(Runnable::run);
    assertThat(both.rows(Side.TARGET, NOTES)).as("and its late mirrors").hasSize(99);
  }

  private static List<Item> due(Outbox outbox, int atMost) throws SQLException {
    return outbox.due(Side.SOURCE, Set.of("note"), atMost, false);
  }

  /** One migration, two applications, of which neither knows the other's stores. */
  @Test
  void whatAnotherApplicationsStoreHasLeftIsNotTouched() throws Exception {
    both.routes.mirroredFrom(Side.SOURCE);
    try (Connection connection = both.source.getConnection()) {
      both.items.note(connection, 2, List.of(new Item("cart", "1")), Duration.ZERO);
    }
    DualWriter writer = started(builder());
    assertThat(writer.drain()).isZero();
    assertThat(both.rows(Side.SOURCE, "SELECT store, attempts, apart FROM crossfade.item"))
        .containsExactly("cart|0|f");
    assertThat(writer.pending()).isOne();
  }

  /** Whoever has died a moment ago: its head start would outlast the hold. */
  @Test
  void aHoldDoesNotWaitForPauses() throws Exception {
    DualTransactions dead = transactions(started(builder().mirrorsOn(begun::add)));
    both.routes.mirroredFrom(Side.SOURCE);
    write(dead, 1, "a");
    DualWriter other = started(builder());
    assertThat(other.drain()).isZero();
    both.routes.follow(both.routes.router.route().hold());
    assertThat(other.drain()).isOne();
    assertThat(other.pending()).isZero();
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

  /** Its memory is the queue; all the rest lies in the table. */
  @Test
  void aTargetThatIsAwayForLongFillsTheTableAndNotTheQueue() throws Exception {
    DualWriter writer =
        started(builder().mirrorsOn(begun::add).queue(10, WhenFull.LEAVE, Duration.ZERO));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    for (int i = 0; i < 300; i++) {
      write(transactions, i % 100, "a" + i);
    }
    assertThat(begun).hasSize(10);
    assertThat(writer.pending()).isEqualTo(100);
    begun.forEach(Runnable::run);
    DualWriter other = started(builder());
    both.timePasses();
    assertThat(other.awaitSettled(Duration.ofSeconds(20))).isTrue();
    assertThat(both.rows(Side.TARGET, NOTES)).isEqualTo(both.rows(Side.SOURCE, NOTES));
  }

  /** Nobody who waits at a hold is counted, and what was written meanwhile is one transaction. */
  @Test
  void aHoldDrainsTransactionsWithWhatTheyNote() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    try (DualTransaction transaction = transactions.begin()) {
      both.routes.follow(both.routes.router.route().hold());
      assertThat(both.routes.source.reported().drained()).isFalse();
      say(transaction.connection(), 1, "a");
      transaction.touched("note", "1");
      transaction.commit();
    }
    assertThat(both.routes.source.reported().drained()).isTrue();
    assertThat(writer.pending()).isOne();
    begun.forEach(Runnable::run);
    assertThat(writer.awaitSettled(Duration.ZERO)).isTrue();
  }
}
