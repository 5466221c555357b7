package io.crossfade.e2e.dual;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.Versioned;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.RowStore;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.engine.Await;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the engine copies and what the application mirrors, in one table at the same moment. Each
/// of the two is as it is in production; the lock by which they know each other stands in both.
@Timeout(60)
class BesideMirrorsIT {
  private static final TableName NOTE = new TableName("public", "note");
  private static final Lease LEASE = new Lease("shop", "store", 1);

  private final String url = SharedPostgres.newDatabase(18);
  private final HikariDataSource pool = pool(url);
  private final Database source = database(SharedPostgres.newDatabase(16));
  private final Database target = database(url);
  private final JdbcItems items = new JdbcItems("shop");
  private final RowStore mirror = new RowStore(items, Side.TARGET, "public.note", pool, NOTE);

  private static Database database(String url) {
    return Connectors.open(new Endpoint(url, "postgres", new Secret("")));
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(6);
    return new HikariDataSource(config);
  }

  @BeforeEach
  void make() throws SQLException {
    target.workspace().take(LEASE);
    execute(pool, "CREATE TABLE note (id bigint PRIMARY KEY, said text)");
    try (HikariDataSource other = pool(source.endpoint().url())) {
      execute(
          other,
          "CREATE TABLE note (id bigint PRIMARY KEY, said text)",
          "INSERT INTO note VALUES (1, 'older'), (11, 'older')");
    }
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
    pool.close();
  }

  /// A deletion leaves no row that the copy could clash with.
  @Test
  void aMirrorWaitsForAChunkThatHasLookedAtWhatWasBrought() throws Exception {
    List<Chunk> chunks = planned(1);
    try (Connection holder = pool.getConnection()) {
      CompletableFuture<Void> copied = stoppedBeforeItsCommit(holder, chunks.get(0));
      CompletableFuture<Void> mirrored =
          begin(() -> assertThat(mirror.put("1", new Versioned<>(7, null))).isTrue());
      Await.that(() -> waiting("advisory") == 1 || mirrored.isDone());
      holder.rollback();
      copied.get(30, TimeUnit.SECONDS);
      mirrored.get(30, TimeUnit.SECONDS);
    }
    assertThat(column("SELECT id FROM note")).containsExactly("11");
  }

  /// Whichever of the locks it takes.
  @Test
  void everyChunkWaitsForAMirrorThatIsUnderWay() throws Exception {
    List<Chunk> chunks = planned(8);
    List<CompletableFuture<Void>> copied = new ArrayList<>();
    try (Connection holder = pool.getConnection()) {
      holder.setAutoCommit(false);
      assertThat(items.take(holder, new Item("public.note", "1"), 7)).isTrue();
      for (Chunk chunk : chunks) {
        copied.add(begin(() -> copy(chunk, () -> {})));
      }
      Await.that(
          () -> waiting("advisory") == 8 || copied.stream().anyMatch(CompletableFuture::isDone));
      assertThat(copied).noneMatch(CompletableFuture::isDone);
      holder.commit(); // it has deleted the row
      for (CompletableFuture<Void> one : copied) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
    assertThat(column("SELECT id FROM note")).containsExactly("11");
  }

  /// Nobody else: neither another migration's writers in the same database nor other chunks.
  @Test
  void nobodyElseWaitsForAChunk() throws Exception {
    List<Chunk> chunks = planned(2);
    try (Connection holder = pool.getConnection();
        Connection other = pool.getConnection()) {
      CompletableFuture<Void> copied = stoppedBeforeItsCommit(holder, chunks.get(0));
      execute(other, "SET statement_timeout = '10s'");
      other.setAutoCommit(false);
      JdbcItems others = new JdbcItems("other");
      others.note(other, 1, List.of(new Item("public.cart", "1")), Duration.ZERO);
      assertThat(others.take(other, new Item("public.cart", "2"), 1)).isTrue();
      other.commit();
      begin(() -> copy(chunks.get(1), () -> {})).get(30, TimeUnit.SECONDS);
      assertThat(copied).isNotDone();
      holder.rollback();
      copied.get(30, TimeUnit.SECONDS);
    }
    assertThat(column("SELECT id FROM note ORDER BY 1")).containsExactly("1", "11");
  }

  /// The table that the engine makes and the one that an application may make by itself.
  @Test
  void theTableOfItemsIsTheSameWhoeverMakesIt() throws Exception {
    List<String> made = describe();
    assertThat(made).hasSizeGreaterThan(11 + 3);
    execute(pool, "DROP TABLE crossfade.item", items.ddl());
    assertThat(describe()).isEqualTo(made);
    execute(pool, items.ddl());
    target.workspace().take(new Lease("shop", "store", 2));
    assertThat(describe()).as("made by both").isEqualTo(made);
  }

  private List<String> describe() throws SQLException {
    List<String> all =
        column(
            """
            SELECT concat_ws(' ', column_name, data_type, is_nullable, column_default, collation_name, is_identity)
            FROM information_schema.columns WHERE table_schema = 'crossfade' AND table_name = 'item' ORDER BY ordinal_position
            """);
    all.addAll(
        column(
            """
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'crossfade' AND tablename = 'item'
            UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'crossfade.item'::regclass
            UNION ALL SELECT reloptions::text FROM pg_class WHERE oid = 'crossfade.item'::regclass ORDER BY 1
            """));
    return all;
  }

  private List<Chunk> planned(int chunks) {
    List<KeyRange> ranges = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      ranges.add(
          new KeyRange(
              i == 0 ? null : Key.of("" + (i + 2)), i == chunks - 1 ? null : Key.of("" + (i + 3))));
    }
    target.workspace().plan(LEASE, NOTE, ranges);
    List<Chunk> open = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      open.add(target.workspace().open(LEASE).orElseThrow());
    }
    return open;
  }

  /// It has looked at what was brought, and waits for what it writes last: that it is done.
  private CompletableFuture<Void> stoppedBeforeItsCommit(Connection holder, Chunk chunk)
      throws Exception {
    CompletableFuture<Void> written = new CompletableFuture<>();
    CompletableFuture<Void> held = new CompletableFuture<>();
    CompletableFuture<Void> copied =
        begin(() ->
            copy(
                chunk,
                () -> {
                  written.complete(null);
                  held.join();
                }));
    CompletableFuture.anyOf(written, copied).get(30, TimeUnit.SECONDS);
    holder.setAutoCommit(false);
    execute(
        holder,
        "SELECT FROM crossfade.chunk WHERE number = " + chunk.id().number() + " FOR UPDATE");
    held.complete(null);
    Await.that(() -> waiting("transactionid") == 1 || copied.isDone());
    assertThat(copied).isNotDone();
    return copied;
  }

  private void copy(Chunk chunk, Runnable beforeItsEnd) {
    TableMapping mapping = TableMapping.identity(source.catalog().tables().getFirst());
    String format = source.reader().frameFormats(mapping).getFirst();
    try (Snapshot snapshot = source.reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target.items().orElseThrow().chunk(LEASE, chunk, mapping, format)) {
      long rows = snapshot.frames(mapping, chunk.range(), format, write::frames);
      beforeItsEnd.run();
      write.commit(snapshot.boundary(), snapshot.end(), rows);
    }
  }

  private interface Act {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> begin(Act act) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            act.run();
            end.complete(null);
          } catch (Throwable e) {
            end.completeExceptionally(e);
          }
        });
    return end;
  }

  private int waiting(String forWhat) {
    try {
      return column(
              "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = '"
                  + forWhat
                  + "'")
          .size();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> column(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  private static void execute(HikariDataSource pool, String... statements) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      execute(connection, statements);
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
