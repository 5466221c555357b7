package io.crossfade.postgresql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.Check;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.Waiting;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.workspace.PostgresWorkspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes and constraints of every kind arrive as they were, from 16 to 18. */
class TableFinishingIT {
  private static final Lease LEASE = new Lease("shop", "store", 1);

  private static final String INDEXES =
      "SELECT string_agg(pg_get_indexdef(indexrelid), E'\\n' ORDER BY indexrelid::regclass::text)"
          + " FROM pg_index WHERE indrelid = 't'::regclass";

  private static final String CONSTRAINTS =
      "SELECT string_agg(conname || ' ' || pg_get_constraintdef(oid), E'\\n' ORDER BY conname)"
          + " FROM pg_constraint WHERE conrelid = 't'::regclass AND contype <> 'n'";

  private final Endpoint source = TestServer.newDatabase(16);
  private final Endpoint target = TestServer.newDatabase(18);
  private final Sessions reading = new Sessions(source);
  private final Sessions writing = new Sessions(target);
  private final PostgresCatalog made = new PostgresCatalog(writing);

  @BeforeEach
  void make() {
    TestServer.execute(
        source,
        """
        CREATE TABLE t (id int PRIMARY KEY, v varchar(20) NOT NULL UNIQUE, j jsonb, "Odd name" text, n numeric(10,2),
          at timestamptz, CONSTRAINT positive CHECK (n > 0 AND v <> ''), CHECK ("Odd name" IN ('a', 'b', 'c')))\
        """);
  }

  @AfterEach
  void close() {
    reading.close();
    writing.close();
  }

  @Test
  void everyKindOfIndexArrives() {
    TestServer.execute(
        source,
        "CREATE INDEX plain ON t (v, n)",
        "CREATE INDEX falling ON t (v DESC NULLS LAST, n)",
        "CREATE INDEX pattern ON t (v varchar_pattern_ops)",
        "CREATE INDEX ordered ON t (\"Odd name\" COLLATE \"C\")",
        "CREATE UNIQUE INDEX covering ON t (n) INCLUDE (v)",
        "CREATE INDEX expression ON t (lower(v), (n * 2))",
        "CREATE INDEX partial ON t (at) WHERE n > 100 AND \"Odd name\" = 'a'",
        "CREATE INDEX gin ON t USING gin (j jsonb_path_ops) WITH (fastupdate = off)",
        "CREATE INDEX gist ON t USING gist (numrange(0, n))",
        "CREATE INDEX brin ON t USING brin (at) WITH (pages_per_range = 8)",
        "CREATE INDEX hash ON t USING hash (v)",
        "CREATE INDEX \"Odd index USING btree (v)\" ON t (\"Odd name\" DESC)");

    finish();

    assertThat(TestServer.query(target, INDEXES))
        .contains("jsonb_path_ops", "INCLUDE", "WHERE", "brin", "hash", "gist", "lower(")
        .isEqualTo(TestServer.query(source, INDEXES));
  }

  @Test
  void constraintsArriveAndHold() {
    TestServer.execute(
        source,
        "INSERT INTO t (id, v, n) VALUES (1, 'before', 1000)",
        "ALTER TABLE t ADD CONSTRAINT from_now_on CHECK (n < 100) NOT VALID");

    finish();

    assertThat(TestServer.query(target, CONSTRAINTS))
        .contains("positive CHECK", "from_now_on", "NOT VALID", "t_v_key UNIQUE")
        .isEqualTo(TestServer.query(source, CONSTRAINTS));
    assertThatThrownBy(
            () -> TestServer.execute(target, "INSERT INTO t (id, v, n) VALUES (2, 'x', -1)"))
        .hasMessageContaining("positive");
  }

  @Test
  void finishingGoesOnWhereItStopped() {
    Table table = finish();
    TestServer.execute(
        target,
        "ALTER TABLE t DROP CONSTRAINT t_v_key",
        "CREATE UNIQUE INDEX t_v_key ON t (v)",
        "ALTER TABLE t DROP CONSTRAINT positive",
        "ALTER TABLE t ADD CONSTRAINT positive CHECK (n > 0 AND v <> '') NOT VALID");

    made.finish(LEASE, List.of(table));

    assertThat(TestServer.query(target, CONSTRAINTS))
        .isEqualTo(TestServer.query(source, CONSTRAINTS));
    assertThat(table.indexes()).extracting(Index::constraint).containsExactly(true);
    assertThat(table.checks()).extracting(Check::name).contains("positive");
  }

  @Test
  void aNameThatSomethingElseHasIsNotTakenForTheIndex() {
    TestServer.execute(source, "CREATE INDEX other ON t (n)");
    TestServer.execute(target, "CREATE TABLE other (n int)");

    assertThatThrownBy(this::finish)
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("\"other\" already exists");
  }

  /** Whoever reads the target for long must not make the stream wait behind us. */
  @Test
  void aReaderIsWaitedForAPieceAtATime() throws SQLException {
    Table table = finish();
    TestServer.execute(target, "ALTER TABLE t DROP CONSTRAINT positive");
    try (Connection reader = TestServer.connect(target);
        Connection observer = TestServer.connect(target);
        Connection writer = TestServer.connect(target)) {
      reader.setAutoCommit(false);
      TestServer.execute(writer, "SET lock_timeout = '20s'");
      TestServer.query(reader, "SELECT count(*) FROM t");
      CompletableFuture<Boolean> finishing =
          Waiting.start(() -> {
            made.finish(LEASE, List.of(table));
            return true;
          });
      Waiting.untilBlocked(observer, "catalog");

      TestServer.execute(writer, "INSERT INTO t (id, v, n) VALUES (1, 'passes', 1)");

      assertThat(finishing).isNotDone();
      reader.rollback();
      assertThat(finishing.join()).isTrue();
    }
    assertThat(TestServer.query(target, CONSTRAINTS)).contains("positive");
  }

  private Table finish() {
    List<Table> tables = new PostgresCatalog(reading).tables();
    assertThat(new PostgresCatalog(reading).notCarried(tables)).isEmpty();
    new PostgresWorkspace(writing).take(LEASE);
    made.create(LEASE, tables);
    made.finish(LEASE, tables);
    return tables.get(0);
  }
}
