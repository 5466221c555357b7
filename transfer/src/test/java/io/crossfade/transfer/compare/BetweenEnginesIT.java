package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.servers.SharedPostgres;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.copy.CopyChunk;
import io.crossfade.transfer.mapping.RowMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two databases that are treated as if nobody but us knew the types of both. */
class BetweenEnginesIT {
  private static final String FROM =
      """
      CREATE TABLE t (id bigint PRIMARY KEY, price numeric(10,2), code char(5), paid smallint,
        at timestamp, doc json, small real, bits bit(12), note text)
      """;
  private static final String TO =
      """
      CREATE TABLE t (id numeric(20,0) PRIMARY KEY, price numeric, code varchar(5), paid boolean,
        at timestamptz, doc jsonb, small double precision, bits varbit, note text)
      """;
  private static final String ROWS =
      """
      INSERT INTO t VALUES
        (1, 1.50, 'ab', 1, '2024-02-29 12:34:56.5', '{"b": 1.0, "a": [1, 2]}', 0.1, B'000000000101', E'tab\\tline\\nback\\\\N\\f\\v'),
        (2, -0.01, '     ', 0, 'infinity', '"\\u00e9"', '-0', B'111111111111', ''),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (9223372036854775807, 99999999.99, 'abcde', 1, '0044-03-15 12:00:00 BC', '[]', 'NaN', B'000000000000', '\\N')
      """;

  private final Map<Side, String> urls =
      Map.of(
          Side.SOURCE, SharedPostgres.newDatabase(18), Side.TARGET, SharedPostgres.newDatabase(18));
  private final Map<Side, Database> databases =
      Map.of(Side.SOURCE, open(Side.SOURCE), Side.TARGET, open(Side.TARGET));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LocalRunner runner = new LocalRunner(databases, threads, Timing.REAL);
  private final Lease lease = new Lease("between", "store", 1);

  private Database open(Side side) {
    return Connectors.open(
        new Endpoint(
            String.valueOf(urls.get(side)), SharedPostgres.ofVersion(18).user(), new Secret("")));
  }

  private Database database(Side side) {
    return runner.database(side);
  }

  @BeforeEach
  void make() throws SQLException {
    sql(Side.SOURCE, FROM, ROWS);
    sql(Side.TARGET, TO);
    database(Side.TARGET).workspace().take(lease);
  }

  @AfterEach
  void close() {
    runner.close();
    threads.shutdownNow();
    databases.values().forEach(Database::close);
  }

  private void sql(Side side, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(String.valueOf(urls.get(side)));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Table table(Side side) {
    return database(side).catalog().tables().get(0);
  }

  private TableMapping mapping(Side from, Side to) {
    Table read = table(from);
    Table written = table(to);
    List<ColumnMapping> columns = new ArrayList<>();
    for (Column column : read.columns()) {
      Column other = written.column(column.name());
      columns.add(
          new ColumnMapping.Converted(
              column.name(), column.kind(), other.name(), other.kind(), false));
    }
    return new TableMapping(read, written, columns);
  }

  private TableMapping forward() {
    return mapping(Side.SOURCE, Side.TARGET);
  }

  private long copy(TableMapping mapping) {
    var workspace = database(Side.TARGET).workspace();
    workspace.plan(lease, mapping.from().name(), List.of(KeyRange.ALL));
    Chunk chunk = workspace.open(lease).orElseThrow();
    return new CopyChunk(lease, chunk, mapping, false).run(runner);
  }

  private Verdict compare(Direction direction, TableMapping mapping) {
    Database from = database(direction.from());
    Sync sync =
        new Sync() {
          @Override
          public Position catchUp() {
            return from.log().marker("between");
          }

          @Override
          public TouchedKeys.Look look(TableMapping table, Collection<Key> keys) {
            return new TouchedKeys(1).look(table, keys);
          }
        };
    return new TableComparison(runner, runner, direction, sync).compare(mapping, 100, rows -> {});
  }

  private Verdict forwardVerdict() {
    return compare(Direction.FORWARD, forward());
  }

  @Test
  void whatIsEqualIsEqualThereAndBack() {
    TableMapping mapping = forward();
    assertThat(database(Side.TARGET).writer().understands("lines", mapping)).isTrue();
    assertThat(copy(mapping)).isEqualTo(4);

    Verdict there = forwardVerdict();
    Verdict back = compare(Direction.REVERSE, mapping(Side.TARGET, Side.SOURCE));

    assertThat(there.rows()).isEqualTo(4);
    assertThat(there.drift()).isEmpty();
    assertThat(back.drift()).isEmpty();
    assertThat(there.unsettled()).isEmpty();
  }

  @Test
  void whatDiffersIsFoundByItsColumn() throws SQLException {
    copy(forward());
    sql(
        Side.TARGET,
        "UPDATE t SET doc = '{\"a\": [2, 1], \"b\": 1}', price = 1.51 WHERE id = 1",
        "UPDATE t SET note = NULL WHERE id = 2",
        "DELETE FROM t WHERE id = 3");

    assertThat(forwardVerdict().drift())
        .extracting(d -> d.key().text() + " " + d.kind() + " " + d.columns())
        .containsExactlyInAnyOrder(
            "1 " + RowDifference.Kind.CHANGED + " [price, doc]",
            "2 " + RowDifference.Kind.CHANGED + " [note]",
            "3 " + RowDifference.Kind.MISSING + " []");
  }

  @Test
  void oneRowAmongManyIsFound() throws SQLException {
    sql(
        Side.SOURCE,
        "INSERT INTO t (id, price, note) SELECT n, n, 'n' FROM generate_series(10, 20000) AS n");
    copy(forward());
    sql(Side.TARGET, "UPDATE t SET price = price + 1 WHERE id = 7777");

    Verdict verdict = forwardVerdict();

    assertThat(verdict.rows()).isEqualTo(19_995);
    assertThat(verdict.drift()).extracting(d -> d.key().text()).containsExactly("7777");
  }

  @Test
  void aChangeBecomesWhatACopyMakes() {
    TableMapping mapping = forward();
    List<Row> copied = rows(mapping);
    RowMapper mapper = new RowMapper(mapping);

    assertThat(rows(TableMapping.identity(mapping.from())).stream().map(mapper::map))
        .containsExactlyElementsOf(copied);
  }

  private List<Row> rows(TableMapping mapping) {
    List<Row> rows = new ArrayList<>();
    try (Snapshot snapshot = database(Side.SOURCE).reader().snapshot(List.of(mapping.from()))) {
      snapshot.rows(mapping, KeyRange.ALL, rows::add);
    }
    return rows;
  }

  @Test
  void aRowThatDoesNotFitIsNamedAndNotShown() throws SQLException {
    sql(Side.SOURCE, "INSERT INTO t (id, paid) VALUES (42, 77)");

    assertThatThrownBy(() -> copy(forward()))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROW);
              assertThat(e.fields()).containsEntry("key", "id=42").containsEntry("column", "paid");
            })
        .hasMessageNotContaining("77")
        .hasMessageContaining("neither 0 nor 1");
  }
}
