package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.dual.BackOff;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions of which a mirror, or the other side, wants more than of most. */
class StrictTransactionsIT extends Notes {

  /** Its snapshot is older than the mirror of what was written before. */
  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void aNoteThatAMirrorOvertookIsRefusedAndNothingIsLost(int level) throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    write(transactions, 1, "first");

    DualTransaction transaction = transactions.begin();
    try (transaction) {
      transaction.connection().setTransactionIsolation(level);
      say(transaction.connection(), 1, "second");
      mirrorAll(); // settles the first
      transaction.touched("note", "1");
      assertThatThrownBy(transaction::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
    }
    for (Side side : Side.values()) {
      assertThat(both.rows(side, NOTES)).containsExactly("1|first");
    }
    assertThat(both.routes.source.reported().inFlight()).isZero();
    assertThat(both.source.getHikariPoolMXBean().getActiveConnections()).isZero();

    try (DualTransaction again = transactions.begin()) {
      again.connection().setTransactionIsolation(level);
      say(again.connection(), 1, "second");
      again.touched("note", "1");
      again.commit();
    }
    mirrorAll();
    for (Side side : Side.values()) {
      assertThat(both.rows(side, NOTES)).containsExactly("1|second");
    }
    assertThat(writer.pending()).isZero();
  }

  /** The way out that docs/dual-writes.md tells. */
  @Test
  void valuesThatTwoRowsExchangeAreSetApartUntilOneOfThemLetsGo() throws Exception {
    for (Side side : Side.values()) {
      both.execute(side, "CREATE UNIQUE INDEX said_once ON note (said)");
    }
    DualWriter writer =
        started(
            builder()
                .synchronous(Duration.ofSeconds(20))
                .backOff(new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), 2)));
    DualTransactions transactions = transactions(writer);
    both.routes.mirroredFrom(Side.SOURCE);
    write(transactions, 1, "a");
    write(transactions, 2, "b");
    try (DualTransaction transaction = transactions.begin()) {
      say(transaction.connection(), 1, "c");
      say(transaction.connection(), 2, "a");
      say(transaction.connection(), 1, "b");
      transaction.touched("note", "1");
      transaction.touched("note", "2");
      transaction.commit();
    }
    for (int i = 0; i < 3; i++) {
      both.timePasses();
      writer.drain();
    }
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("1|a", "2|b");
    assertThat(
            both.rows(Side.SOURCE, "SELECT key, apart, last_error FROM crossfade.item ORDER BY 1"))
        .containsExactly("1|t|PSQLException 23505", "2|t|PSQLException 23505");

    try (Connection target = both.target.getConnection();
        Statement statement = target.createStatement()) {
      target.setAutoCommit(false);
      statement.execute("SET LOCAL crossfade.pass = 'shop'");
      statement.execute("UPDATE note SET said = NULL WHERE id = 1");
      target.commit();
    }
    assertThat(writer.retryApart()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      both.timePasses();
      writer.drain();
    }
    assertThat(both.rows(Side.TARGET, NOTES)).containsExactly("1|b", "2|a");
    assertThat(writer.pending()).isZero();
  }

  private void mirrorAll() {
    for (Runnable mirror = begun.poll(); mirror != null; mirror = begun.poll()) {
      mirror.run();
    }
  }
}
