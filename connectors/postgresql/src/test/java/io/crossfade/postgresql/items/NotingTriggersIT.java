package io.crossfade.postgresql.items;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Items.Noted;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.Waiting;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.workspace.PostgresWorkspace;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** The database notes what its writer has not, by whatever way it was written. */
class NotingTriggersIT {
  private static final Lease LEASE = new Lease("shop's", "store", 1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long FIRST = 1000;
  private static final String NOTED =
      "SELECT string_agg(store || '=' || key || '@' || version, ' ' ORDER BY store, key COLLATE"
          + " \"C\") FROM crossfade.item";

  private final Endpoint endpoint = TestServer.newDatabase(18);
  private final Sessions sessions = new Sessions(endpoint);
  private final PostgresItems items = new PostgresItems(sessions);

  @BeforeEach
  void makeTables() {
    new PostgresWorkspace(sessions).take(LEASE);
    TestServer.execute(
        endpoint,
        "CREATE TABLE a (id int PRIMARY KEY, n int)",
        "CREATE TABLE \"b $$ ' b\" (\"at \"\"1\"\"\" timestamptz, id text, PRIMARY KEY (id, \"at"
            + " \"\"1\"\"\"))",
        "INSERT INTO a VALUES (1, 0), (2, 0)");
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void whatIsInsertedChangedAndDeletedIsNoted() {
    watch(noted("a", "id"));

    execute("INSERT INTO a VALUES (3, 0)");
    assertThat(all()).isEqualTo("public.a=3@1000");
    execute("UPDATE a SET n = 1 WHERE id IN (1, 3)");
    assertThat(all()).isEqualTo("public.a=1@1000 public.a=3@1001");
    execute("DELETE FROM a WHERE id = 1", "UPDATE a SET id = 4 WHERE id = 2");
    assertThat(all())
        .as("a key that was changed is two")
        .isEqualTo("public.a=1@1001 public.a=2@1000 public.a=3@1001 public.a=4@1000");
  }

  @Test
  void keysAreSpelledAsTheClientSpellsThem() {
    watch(noted("b $$ ' b", "id", "at \"1\""));

    execute(
        "SET TimeZone = 'Asia/Tokyo'; INSERT INTO \"b $$ ' b\" VALUES ('2026-11-23 09:00:00+09',"
            + " 'x,\\y')");

    assertThat(TestServer.query(endpoint, "SELECT key FROM crossfade.item"))
        .isEqualTo(Key.of("x,\\y", "2026-11-23 00:00:00+00").text());
  }

  @Test
  void whoNotesByHimselfIsLeftAlone() {
    watch(noted("a", "id"));
    String note =
        "INSERT INTO crossfade.item AS i (migration, store, key, version) VALUES ('shop''s',"
            + " 'public.a', '1', 5000) ON CONFLICT (migration, store, key) DO UPDATE SET version ="
            + " i.version + 1, tx = pg_current_xact_id()";

    execute("BEGIN", "UPDATE a SET n = 1 WHERE id = 1", note, "COMMIT");
    assertThat(all()).isEqualTo("public.a=1@5000");
    execute("BEGIN", "UPDATE a SET n = 2", note, "COMMIT");
    assertThat(all())
        .as("what he forgot is noted for him")
        .isEqualTo("public.a=1@5001 public.a=2@1000");
  }

  @Test
  void mirrorsAndOurOwnWritesAreNotNoted() {
    watch(noted("a", "id"));

    execute("SET crossfade.pass = 'shop''s'", "UPDATE a SET n = 1");
    execute("SET crossfade.pass = 'shop''s/mirror'", "DELETE FROM a");
    assertThat(all()).isEqualTo("null");
    execute("SET crossfade.pass = 'another'", "INSERT INTO a VALUES (1, 1)");
    assertThat(all()).isEqualTo("public.a=1@1000");
  }

  @Test
  void truncateIsRefused() {
    watch(noted("a", "id"));

    assertThatThrownBy(() -> execute("TRUNCATE a"))
        .hasRootCauseMessage(
            "ERROR: public.a cannot be truncated: migration shop's writes it on two databases, row"
                + " by row\n"
                + "  Hint: Use DELETE, some thousand rows at a time.\n"
                + "  Where: PL/pgSQL function crossfade."
                + TestServer.query(
                    endpoint, "SELECT proname FROM pg_proc WHERE starts_with(proname, 'note_')")
                + "() line 3 at RAISE");
    execute("SET crossfade.pass = 'shop''s'", "TRUNCATE a");
  }

  @Test
  void aRoleWithoutRightsAndAReplicaAreNotedToo() {
    execute(
        "DO 'BEGIN CREATE ROLE noting; EXCEPTION WHEN duplicate_object THEN NULL; END'",
        "GRANT UPDATE, SELECT ON a TO noting");
    watch(noted("a", "id"));

    execute("SET ROLE noting", "UPDATE a SET n = 1 WHERE id = 1");
    execute("SET session_replication_role = replica", "UPDATE a SET n = 1 WHERE id = 2");

    assertThat(all()).isEqualTo("public.a=1@1000 public.a=2@1000");
  }

  @Test
  void whatIsWrittenIntoAPartitionIsNotedForTheWhole() {
    execute(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE p2 (id int NOT NULL)");
    watch(noted("p", "id"));
    execute("ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)");

    execute("INSERT INTO p1 VALUES (1)", "INSERT INTO p2 VALUES (11)");
    execute("SET session_replication_role = replica", "UPDATE p SET id = 12 WHERE id = 1");

    assertThat(all()).isEqualTo("public.p=1@1001 public.p=11@1000 public.p=12@1000");
    items.unwatch(LEASE);
    execute("UPDATE p2 SET id = 13 WHERE id = 12");
    assertThat(all()).isEqualTo("public.p=1@1001 public.p=11@1000 public.p=12@1000");
  }

  /** No trigger of the whole sees who truncates one of its partitions. */
  @Test
  void noPartitionIsTruncatedEither() {
    execute(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)");
    watch(noted("p", "id"));
    execute("CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)");
    watch(noted("p", "id"));

    for (String table : List.of("p", "p1", "p2")) {
      assertThatThrownBy(() -> execute("TRUNCATE " + table))
          .as(table)
          .hasRootCauseInstanceOf(PSQLException.class)
          .hasMessageContaining("cannot be truncated");
    }
    execute("INSERT INTO p VALUES (1), (11)");
    assertThat(all()).isEqualTo("public.p=1@1000 public.p=11@1000");
    items.unwatch(LEASE);
    execute("TRUNCATE p1", "TRUNCATE p");
  }

  @Test
  void whoHasWrittenAlreadyIsWaitedFor() throws Exception {
    try (Connection writer = TestServer.connect(endpoint);
        Connection observer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "UPDATE a SET n = 1 WHERE id = 1");
      CompletableFuture<Boolean> watching =
          Waiting.start(() -> {
            watch(noted("a", "id"));
            return true;
          });
      Waiting.untilBlocked(observer, "/items");
      writer.commit();
      assertThat(watching.get(30, SECONDS)).isTrue();
      TestServer.execute(writer, "UPDATE a SET n = 1 WHERE id = 2");
      writer.commit();
    }
    assertThat(all()).isEqualTo("public.a=2@1000");
  }

  /** A process that was stopped for long must not take away what the next one needs. */
  @Test
  void whoWasSupersededTakesNothingBack() {
    watch(noted("a", "id"));
    execute("UPDATE a SET n = 1 WHERE id = 1");
    new PostgresWorkspace(sessions).take(new Lease(LEASE.migration(), LEASE.store(), 2));

    for (Runnable late : List.<Runnable>of(() -> items.unwatch(LEASE), () -> items.forget(LEASE))) {
      assertThatThrownBy(late::run)
          .isInstanceOfSatisfying(
              CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
    }
    execute("UPDATE a SET n = 1 WHERE id = 2");
    assertThat(all()).isEqualTo("public.a=1@1000 public.a=2@1000");
  }

  /** Who goes on with a cleanup that another process has begun takes no lease here any more. */
  @Test
  void whoComesAfterTakesBackWhatIsLeft() {
    watch(noted("a", "id"));
    execute("UPDATE a SET n = 1 WHERE id = 1");
    Lease next = new Lease(LEASE.migration(), LEASE.store(), 2);

    items.unwatch(next);
    items.forget(next);

    execute("UPDATE a SET n = 2 WHERE id = 1");
    assertThat(all()).isEqualTo("null");
  }

  @Test
  void itCanBeBegunAndTakenBackAgainAndAgain() {
    watch(noted("a", "id"));
    watch(noted("a", "id"), noted("b $$ ' b", "id", "at \"1\""));
    execute("UPDATE a SET n = 1 WHERE id = 1");
    assertThat(all()).isEqualTo("public.a=1@1000");

    items.unwatch(LEASE);
    items.unwatch(LEASE);
    execute("UPDATE a SET n = 2", "TRUNCATE a");
    assertThat(all()).isEqualTo("public.a=1@1000");
    watch(noted("a", "id"));
    execute("INSERT INTO a VALUES (1, 1)");
    assertThat(all()).isEqualTo("public.a=1@1001");

    new PostgresWorkspace(sessions).remove("shop's");
    assertThat(
            TestServer.query(
                endpoint, "SELECT count(*) FROM pg_trigger WHERE tgname ~ 'crossfade'"))
        .isEqualTo("0");
    assertThat(
            TestServer.query(
                endpoint, "SELECT count(*) FROM pg_namespace WHERE nspname = 'crossfade'"))
        .isEqualTo("0");
  }

  private void watch(Noted... tables) {
    items.watch(LEASE, Arrays.asList(tables), FIRST, LONG);
  }

  private static Noted noted(String table, String... key) {
    return new Noted(new TableName("public", table), List.of(key), "public." + table);
  }

  private void execute(String... sql) {
    TestServer.execute(endpoint, sql);
  }

  private String all() {
    return TestServer.query(endpoint, NOTED);
  }
}
