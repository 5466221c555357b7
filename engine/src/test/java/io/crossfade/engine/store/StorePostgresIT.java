package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.log.Patience;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.audit.AuditCheck;
import io.crossfade.engine.store.Answers.Known;
import io.crossfade.model.Secret;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// On a server.
class StorePostgresIT extends StoreContract {
  private static final LeaseHolder THERE = new LeaseHolder("db2", 9, "/elsewhere");

  private final String url = SharedPostgres.newDatabase(18);

  @Override
  Store open(InstantSource clock) {
    return Store.open(place(url), clock);
  }

  private static StorePlace place(String url) {
    return new StorePlace.OnServer(new Endpoint(url, "postgres", new Secret("")));
  }

  @Test
  void whoIsNotHeardOfLosesItsMigrationToWhoeverComes() throws Exception {
    try (Store store = open(InstantSource.system())) {
      Lease older = take(store, "shop");
      sql("UPDATE crossfade_store.lease SET renewed = renewed - interval '7' second");

      Leases.Carrier silent = store.leases().carrier("shop").orElseThrow();
      assertThat(silent.isAlive()).isFalse();
      assertThat(silent.silentFor()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
      Lease newer = store.leases().takeIfFree("shop", THERE).orElseThrow();
      assertThat(newer.number()).isEqualTo(older.number() + 1);
      assertThat(store.leases().renew(older)).isFalse();
      assertThat(store.leases().carrier("shop").orElseThrow().holder()).isEqualTo(THERE);
    }
  }

  /// The same as a clock that is set back by an hour: a dead process must not be waited for so
  /// long.
  @Test
  void aLeaseFromTheFutureIsTakenUnlessItsHolderIsHeardOf() throws Exception {
    try (Store store = open(InstantSource.system())) {
      Lease older = take(store, "shop");
      sql("UPDATE crossfade_store.lease SET renewed = renewed + interval '1' hour");
      assertThat(store.leases().carrier("shop").orElseThrow().isAlive()).isFalse();
      assertThat(store.leases().renew(older)).isTrue();
      assertThat(store.leases().carrier("shop").orElseThrow().isAlive()).isTrue();
      assertThat(store.leases().takeIfFree("shop", THERE)).isEmpty();

      sql("UPDATE crossfade_store.lease SET renewed = renewed + interval '1' hour");
      assertThat(store.leases().takeIfFree("shop", THERE)).isPresent();
      assertThat(store.leases().renew(older)).isFalse();
    }
  }

  /// It comes late, but nobody was there to take the lease.
  @Test
  void whoIsHeardOfAgainHasLostNothing() throws Exception {
    try (Store store = open(InstantSource.system())) {
      Lease lease = take(store, "shop");
      sql("UPDATE crossfade_store.lease SET renewed = renewed - interval '1' hour");
      store.events().append(lease, 1, new Noted("still ours"));
      assertThat(store.leases().renew(lease)).isTrue();
      assertThat(store.leases().takeIfFree("shop", THERE)).isEmpty();
    }
  }

  /// The connection is given up while the server still works on the insert: it arrives, and then
  /// once more.
  @Test
  void anEventOfWhichTheAnswerWasLostIsWrittenOnce() throws Exception {
    try (Store store = open(InstantSource.system());
        Connection lock = DriverManager.getConnection(url);
        Statement locking = lock.createStatement()) {
      Lease lease = take(store, "shop");
      lock.setAutoCommit(false);
      locking.execute("LOCK TABLE crossfade_store.event IN SHARE MODE");
      CompletableFuture<Recorded> appended =
          CompletableFuture.supplyAsync(() -> store.events().append(lease, 1, new Noted("once")));
      awaitWaitingInserts(2);
      assertThat(store.events().away()).hasValueSatisfying(why -> assertThat(why).contains("away"));
      lock.rollback();
      Recorded once = appended.join(); // before it is looked for
      assertThat(store.events().events("shop")).containsExactly(once);
      assertThat(store.events().away()).isEmpty();
    }
  }

  private void awaitWaitingInserts(int count) throws SQLException {
    String waiting =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'crossfade_store.event'::regclass";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      Patience patience = new Patience(Duration.ofSeconds(40));
      long seen = 0;
      while (seen < count) {
        assertThat(patience.isOver()).as("%d of %d inserts wait", seen, count).isFalse();
        patience.pause();
        try (ResultSet row = statement.executeQuery(waiting)) {
          assertThat(row.next()).isTrue();
          seen = row.getLong(1);
        }
      }
    }
  }

  @Test
  void aRequestWhoseServerIsNotHeardOfIsNotBegunAgainAndForgottenAfterADay() throws Exception {
    Known.Answered late = new Known.Answered(200, "text/plain", "of the one that hung");
    try (Store one = open(InstantSource.system());
        Store other = open(InstantSource.system())) {
      assertThat(one.answers().begin("key", "asked")).isEqualTo(new Known.Begun());
      sql("UPDATE crossfade_store.answer SET renewed = renewed - interval '1' minute");
      one.answers().renew(List.of("key"));
      assertThat(other.answers().begin("key", "asked")).isEqualTo(new Known.UnderWay());

      sql("UPDATE crossfade_store.answer SET renewed = renewed - interval '1' minute");
      one.answers().renew(List.of("another"));
      assertThat(other.answers().begin("key", "else")).isEqualTo(new Known.Other());
      assertThat(other.answers().begin("key", "asked")).isEqualTo(new Known.Abandoned());
      other.answers().keep("key", new Known.Answered(201, "application/json", "{}"));
      other.answers().drop("key");
      assertThat(other.answers().begin("key", "asked")).isEqualTo(new Known.Abandoned());
      one.answers().keep("key", late);
      assertThat(other.answers().begin("key", "asked")).isEqualTo(late);

      sql("UPDATE crossfade_store.answer SET began = began - interval '25' hour");
      assertThat(one.answers().begin("key", "else")).isEqualTo(new Known.Begun());
    }
  }

  @Test
  void manyProcessesMayMakeTheStoreAtOnce() {
    List<CompletableFuture<Lease>> all =
        IntStream.range(0, 4).mapToObj(_ -> CompletableFuture.supplyAsync(this::first)).toList();
    assertThat(all.stream().map(CompletableFuture::join).map(Lease::store))
        .hasSize(4)
        .containsOnly(all.getFirst().join().store());
  }

  @Test
  void severalProcessesMakeOneChain() throws Exception {
    int each = 50;
    try (Store one = open(InstantSource.system());
        Store two = open(InstantSource.system())) {
      race(
          4,
          i -> {
            AuditLog audit = (i % 2 == 0 ? one : two).audit();
            IntStream.range(0, each).forEach(n -> audit.append(act(i * each + n)));
            return i;
          });
      assertThat(one.audit().head().number()).isEqualTo(4L * each);
      AuditCheck check = AuditCheck.of(two.audit(), List.of(one.audit().head()));
      assertThat(check.flaw()).isNull();
      assertThat(check.head()).isEqualTo(one.audit().head());
      assertThat(one.audit().after(0, 1_000))
          .extracting(entry -> entry.act().what())
          .doesNotHaveDuplicates()
          .hasSize(4 * each);
    }
  }

  /// What the file does is tried where it is used: by `TellingTest` and `ApiTest`.
  @Test
  void messagesSharesAndReportsAreKeptAsInAFile() {
    try (Store store = open(InstantSource.system())) {
      MessageCursors cursors = store.messages();
      cursors.introduce("chat", Map.of("old", 9L));
      cursors.introduce("chat", Map.of("late", 9L));
      assertThat(cursors.of("chat")).isEqualTo(Map.of("old", 9L));
      assertThat(cursors.claim("chat", "shop", 0, "one")).isTrue();
      assertThat(cursors.claim("chat", "shop", 0, "two")).isFalse();
      assertThat(cursors.claim("chat", "shop", 0, "one")).isTrue();
      assertThat(cursors.advance("chat", "shop", 0, 3, "two")).isFalse();
      assertThat(cursors.advance("chat", "shop", 0, 3, "one")).isTrue();
      cursors.release("chat", "one");
      assertThat(cursors.claim("chat", "shop", 3, "two")).isTrue();
      assertThat(cursors.of("chat")).containsEntry("shop", 3L);

      String token = store.shares().make("shop", "ann");
      assertThat(store.shares().migration(token)).contains("shop");
      assertThat(store.shares().revoke("shop")).isEqualTo(1);
      assertThat(store.shares().migration(token)).isEmpty();

      store.reports().keep("shop", "{}");
      store.reports().keep("shop", "later");
      assertThat(store.reports().of("shop")).contains("{}");
    }
  }

  private Lease first() {
    try (Store store = open(InstantSource.system())) {
      return take(store, "shop");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutItsParameters() {
    String nowhere = "jdbc:postgresql://127.0.0.1:1/none?password=hidden";
    assertThatThrownBy(() -> Store.open(place(nowhere), InstantSource.system()))
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/none")
        .hasMessageContaining("See that the server runs")
        .hasMessageNotContaining("hidden");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement update = connection.createStatement()) {
      assertThat(update.executeUpdate(statement)).isEqualTo(1);
    }
  }
}
