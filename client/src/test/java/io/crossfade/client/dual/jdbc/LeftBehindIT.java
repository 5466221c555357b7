package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.WhenFull;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What others do about mirrors that have not come: another process, a hold, the table. */
class LeftBehindIT extends Notes {
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

  /** Whoever waited for one line would keep the others from the writers' transactions meanwhile. */
  @Test
  void takingBackWhatIsSetApartWaitsForNobody() throws Exception {
    DualTransactions transactions = transactions(started(builder().mirrorsOn(begun::add)));
    both.routes.mirroredFrom(Side.SOURCE);
    for (int i = 0; i < 4; i++) {
      write(transactions, i, "a");
    }
    both.execute(Side.SOURCE, "UPDATE crossfade.item SET apart = true, attempts = 9");
    try (Connection rival = both.source.getConnection();
        Statement statement = rival.createStatement()) {
      rival.setAutoCommit(false);
      statement.execute("SELECT FROM crossfade.item WHERE key IN ('0', '2') FOR UPDATE");
      String url = both.source.getJdbcUrl() + "&options=-c%20lock_timeout=2s";
      try (HikariDataSource impatient = TwoDatabases.pool(url)) {
        Outbox outbox = new Outbox(both.items, impatient, both.target);
        assertThat(outbox.retryApart(Side.SOURCE)).isEqualTo(2);
      }
      rival.rollback();
    }
    assertThat(
            both.rows(Side.SOURCE, "SELECT key, apart, attempts FROM crossfade.item ORDER BY key"))
        .containsExactly("0|t|9", "1|f|0", "2|t|9", "3|f|0");
    assertThat(both.outbox().retryApart(Side.SOURCE)).as("asked again").isEqualTo(2);
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

  /** Mirrors need connections of the same pools, and a hold ends only when the ledger is empty. */
  @Test
  void whoWaitsAtAHoldKeepsNoConnectionFromTheMirrors() throws Exception {
    DualTransactions transactions = transactions(started(builder()));
    both.routes.mirroredFrom(Side.SOURCE);
    Route route = both.routes.router.route();
    both.routes.follow(route.hold());
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      int id = i;
      Thread writer =
          new Thread(() -> {
            try {
              write(transactions, id, "a");
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      writer.start();
      writers.add(writer);
    }
    HikariPoolMXBean pool = both.source.getHikariPoolMXBean();
    while (both.routes.router.waiting() + pool.getThreadsAwaitingConnection() < writers.size()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(pool.getActiveConnections()).isZero();
    both.routes.follow(both.routes.router.route().release());
    for (Thread writer : writers) {
      writer.join(20_000);
    }
    assertThat(both.rows(Side.SOURCE, NOTES)).hasSize(15);
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
