package io.crossfade.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Items;
import io.crossfade.connector.Items.Item;
import io.crossfade.connector.Items.Look;
import io.crossfade.connector.Items.Moment;
import io.crossfade.connector.Items.Writer;
import io.crossfade.connector.Snapshot;
import io.crossfade.contract.SqlScene;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What writers of both sides note, and how a copy gives way to them. */
class PostgresItemsIT implements PostgresPair, SqlScene {
  private static final Pair PAIR = new Pair(16, 18);

  /** As the client's writers do it, in the transaction of the row. */
  private static final String WRITTEN =
      "INSERT INTO crossfade.item AS i (migration, store, key, version) VALUES ('contract',"
          + " 'public.item', '%s', 1) ON CONFLICT (migration, store, key) DO UPDATE SET version ="
          + " i.version + 1, tx = pg_current_xact_id()";

  private static final String SETTLED =
      "UPDATE crossfade.item SET settled = version, tx = pg_current_xact_id() WHERE key = '%s'";

  private static final String BROUGHT =
      "INSERT INTO crossfade.item (migration, store, key, version, settled) VALUES ('contract',"
          + " 'public.item', '%s', 1, 1)";

  @AfterAll
  static void close() {
    PAIR.close();
  }

  @Override
  public Pair pair() {
    return PAIR;
  }

  @Test
  void whatWasWrittenIsToldAndPendingUntilItIsMirrored() {
    TableMapping mapping = items();
    source().workspace().take(LEASE);
    Moment begin = noted().now();
    sql(Side.SOURCE, WRITTEN.formatted("1"), WRITTEN.formatted("2"));

    Look first = noted().look("contract", begin, 10);
    assertThat(first.told()).containsExactlyInAnyOrder(item("1"), item("2"));
    assertThat(first.whole()).isTrue();
    assertThat(first.pending()).isEqualTo(2);
    assertThat(noted().isSettled("contract", first.at())).isFalse();

    sql(Side.SOURCE, SETTLED.formatted("1"), SETTLED.formatted("2"));
    Look second = noted().look("contract", first.at(), 10);
    assertThat(second.told()).as("they arrived").hasSize(2);
    assertThat(second.pending()).isZero();
    assertThat(noted().isSettled("contract", first.at())).isTrue();
    assertThat(noted().look("contract", second.at(), 10).told()).isEmpty();
    assertThat(noted().look("contract", begin, 1).whole()).isFalse();
    assertThat(mapping.from().key()).containsExactly("id");
  }

  @Test
  void onlyWhatWasWrittenBeforeTheMomentIsWaitedFor() throws SQLException {
    items();
    source().workspace().take(LEASE);
    try (Connection underWay = connect(Side.SOURCE)) {
      underWay.setAutoCommit(false);
      TestServer.execute(underWay, WRITTEN.formatted("1"));
      Moment moment = noted().now();
      underWay.commit();

      assertThat(noted().isSettled("contract", moment)).as("it was not committed").isTrue();
      assertThat(noted().isSettled("contract", noted().now())).isFalse();
      assertThat(noted().look("contract", moment, 10).told()).containsExactly(item("1"));
    }
  }

  @Test
  void aTryThatFailedDoesNotMakeItLookYounger() {
    items();
    source().workspace().take(LEASE);
    sql(Side.SOURCE, WRITTEN.formatted("1"));
    Moment moment = noted().now();
    sql(Side.SOURCE, "UPDATE crossfade.item SET attempts = 9, apart = true, last_error = 'X'");

    assertThat(noted().isSettled("contract", moment)).isFalse();
    assertThat(noted().look("contract", moment, 10).apart()).isOne();
  }

  @Test
  void renewedItemsArePendingAgain() {
    items();
    source().workspace().take(LEASE);
    sql(Side.SOURCE, WRITTEN.formatted("1"), SETTLED.formatted("1"));

    noted().renew(LEASE, List.of(item("2"), item("1")));

    assertThat(query(Side.SOURCE, "SELECT key, version, settled FROM crossfade.item ORDER BY key"))
        .as("each beyond all before it")
        .containsExactly("1|3|1", "2|2|0");
    noted().renewAll(LEASE, "public.item");
    assertThat(query(Side.SOURCE, "SELECT key, version, settled FROM crossfade.item ORDER BY key"))
        .containsExactly("1|4|1", "2|3|0");
  }

  /** They are more than are renewed at a time; and there is a row whose key is the empty text. */
  @Test
  void allAreRenewed() {
    items();
    source().workspace().take(LEASE);
    sql(
        Side.SOURCE,
        BROUGHT.formatted(""),
        "INSERT INTO crossfade.item (migration, store, key, version, settled)"
            + " SELECT 'contract', 'public.item', n::text, 1, 1 FROM generate_series(1, 2500) n");

    noted().renewAll(LEASE, "public.item");

    assertThat(
            query(
                Side.SOURCE,
                "SELECT version, settled, count(*) FROM crossfade.item GROUP BY version, settled"))
        .containsExactly("2|1|2501");
  }

  /**
   * Somebody who knows nothing notes in an order of his own: it is never he who has to give way.
   */
  @Test
  void whoRenewsAllGivesWayToWriters() throws Exception {
    items();
    source().workspace().take(LEASE);
    sql(Side.SOURCE, WRITTEN.formatted("1"), WRITTEN.formatted("2"));
    try (Connection writer = connect(Side.SOURCE);
        Connection observer = connect(Side.SOURCE)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, WRITTEN.formatted("2"));
      CompletableFuture<Boolean> renewal =
          Waiting.start(() -> {
            noted().renewAll(LEASE, "public.item");
            return true;
          });
      Waiting.untilBlocked(observer, "/items");
      TestServer.execute(writer, WRITTEN.formatted("1"));
      writer.commit();
      assertThat(renewal.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(query(Side.SOURCE, "SELECT key, version FROM crossfade.item ORDER BY key"))
        .containsExactly("1|3", "2|3");
  }

  @Test
  void whoMayWriteTheTableMayNoteIt() throws SQLException {
    items();
    source().workspace().take(LEASE);
    sql(
        Side.SOURCE,
        "DROP ROLE IF EXISTS items_writer",
        "DROP ROLE IF EXISTS items_reader",
        "DROP ROLE IF EXISTS items_of_one_column",
        "CREATE ROLE items_of_one_column",
        "GRANT UPDATE (name) ON item TO items_of_one_column",
        "CREATE ROLE items_writer",
        "CREATE ROLE items_reader",
        "GRANT UPDATE ON item TO items_writer",
        "GRANT SELECT ON item TO items_reader");

    noted().open(LEASE, List.of(table(Side.SOURCE, "item").name()));

    String may = "SELECT has_table_privilege('%s', 'crossfade.item', 'INSERT')";
    assertThat(query(Side.SOURCE, may.formatted("items_writer"))).containsExactly("t");
    assertThat(query(Side.SOURCE, may.formatted("items_of_one_column"))).containsExactly("t");
    assertThat(query(Side.SOURCE, may.formatted("items_reader"))).containsExactly("f");
    String all = "items_writer, items_reader, items_of_one_column";
    sql(Side.SOURCE, "DROP OWNED BY " + all, "DROP ROLE " + all);
  }

  /** Long before the source's grants are made on the target, and no more than those. */
  @Test
  void whoMayWriteTheSourceIsLetInOnTheTargetWhereTheTableIsOurs() throws SQLException {
    items();
    TableName ours = new TableName("made", "t");
    for (Side side : Side.values()) {
      sql(
          side,
          "DROP ROLE IF EXISTS let_in",
          "DROP ROLE IF EXISTS let_in_owner",
          "CREATE ROLE let_in",
          "CREATE ROLE let_in_owner");
    }
    sql(
        Side.SOURCE,
        "DROP ROLE IF EXISTS \"Only here\"",
        "CREATE ROLE \"Only here\"",
        "CREATE SCHEMA made",
        "CREATE SCHEMA made_types",
        "CREATE TYPE made_types.mood AS ENUM ('fine')",
        "CREATE TABLE made.t (id int PRIMARY KEY, said text, moods made_types.mood[])",
        "ALTER TABLE made.t OWNER TO let_in_owner",
        "GRANT SELECT, INSERT, TRUNCATE ON made.t TO let_in, \"Only here\"",
        "GRANT UPDATE (said) ON made.t TO let_in",
        "GRANT INSERT ON item TO let_in");
    target().workspace().take(LEASE);
    target()
        .catalog()
        .make(
            LEASE,
            source().catalog().objects(Set.of("made"), List.of(table(Side.SOURCE, "t"))).stream()
                .filter(object -> object.section() == Section.BEFORE_TABLES)
                .toList());
    target().catalog().create(LEASE, List.of(table(Side.SOURCE, "t")));
    List<Writer> writers = noted().writers(List.of(ours, table(Side.SOURCE, "item").name()));
    assertThat(writers)
        .containsExactly(
            new Writer("\"Only here\"", ours, List.of("INSERT", "SELECT")),
            new Writer("let_in", ours, List.of("INSERT", "SELECT")),
            new Writer("let_in_owner", ours, List.of("DELETE", "INSERT", "SELECT", "UPDATE")),
            new Writer("let_in", new TableName("public", "item"), List.of("INSERT")));

    for (int i = 0; i < 2; i++) {
      target().items().orElseThrow().admit(LEASE, writers);
      target().items().orElseThrow().open(LEASE, List.of(ours));
    }
    assertThat(
            query(
                Side.TARGET,
                """
                SELECT grantee, table_schema || '.' || table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type)
                FROM information_schema.role_table_grants WHERE grantee ~ '^let_in' GROUP BY 1, 2 ORDER BY 1, 2
                """))
        .containsExactly(
            "let_in|crossfade.item|INSERT SELECT UPDATE",
            "let_in|made.t|INSERT SELECT",
            "let_in_owner|crossfade.item|INSERT SELECT UPDATE",
            "let_in_owner|made.t|DELETE INSERT SELECT UPDATE");
    assertThat(
            query(
                Side.TARGET,
                "SELECT has_schema_privilege('let_in', 'made', 'USAGE'),"
                    + " has_schema_privilege('let_in', 'made_types', 'USAGE'),"
                    + " has_schema_privilege('let_in', 'made', 'CREATE')"))
        .containsExactly("t|t|f");
    for (Side side : Side.values()) {
      sql(side, "DROP OWNED BY let_in, let_in_owner CASCADE", "DROP ROLE let_in, let_in_owner");
    }
    sql(Side.SOURCE, "DROP OWNED BY \"Only here\"", "DROP ROLE \"Only here\"");
  }

  @Test
  void aCopyLeavesAloneWhatMirrorsHaveBroughtAndDeleted() {
    for (boolean frames : List.of(true, false)) {
      pairAnew();
      TableMapping mapping = items();
      insertItems(Side.SOURCE, "1", "2", "3");
      sql(
          Side.TARGET,
          BROUGHT.formatted("1"),
          "INSERT INTO item (id, name) VALUES (1, 'newer')",
          BROUGHT.formatted("2"));

      copyBeside(mapping, frames);

      assertThat(content(Side.TARGET, "item", "id", "name"))
          .as("frames %s", frames)
          .containsExactly("1|newer", "3|null");
    }
  }

  @Test
  void keysOfSeveralColumnsAreTheSameTextOnBothSides() {
    TableMapping mapping = onBothSides("part", "a, b", "a text, b text, c text");
    sql(Side.SOURCE, "INSERT INTO part VALUES ('x,y', E'back\\\\', 'older'), ('x', 'y', 'other')");
    String key = Key.of("x,y", "back\\").text().replace("'", "''");
    sql(Side.TARGET, BROUGHT.replace("public.item", "public.part").formatted(key));

    copyBeside(mapping, true);

    assertThat(content(Side.TARGET, "part")).containsExactly("x|y|other");
  }

  private void copyBeside(TableMapping mapping, boolean frames) {
    target().workspace().plan(LEASE, mapping.from().name(), List.of(KeyRange.ALL));
    Chunk chunk = target().workspace().open(LEASE).orElseThrow();
    String format = frames ? format(mapping) : null;
    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target().items().orElseThrow().chunk(LEASE, chunk, mapping, format)) {
      AtomicLong rows = new AtomicLong();
      if (format != null) {
        rows.set(snapshot.frames(mapping, chunk.range(), format, write::frames));
      } else {
        snapshot.rows(
            mapping,
            chunk.range(),
            row -> {
              write.row(row);
              rows.incrementAndGet();
            });
      }
      write.commit(snapshot.boundary(), snapshot.end(), rows.get());
    }
  }

  private void pairAnew() {
    try {
      PAIR.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Items noted() {
    return source().items().orElseThrow();
  }

  private static Item item(String key) {
    return new Item("public.item", key);
  }
}
