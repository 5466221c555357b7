package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Applied;
import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Snapshot;
import io.crossfade.connector.Write;
import io.crossfade.model.Change;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every type, with the values at its edges, arrives unchanged by every way: copied as frames and as
 * rows, followed as insert, update and delete; and each step from one value to the next shows in a
 * comparison, while equal rows compare equal. All of it with the columns under other names.
 */
public interface SqlTypesContract extends StreamScene, SqlScene {
  /** So many that hardly two rows meet in one. */
  int FINE_BUCKETS = 100_003;

  default EdgeTables edgeTables(Map<String, List<String>> types) {
    EdgeTables edges = new EdgeTables(types);
    sql(Side.SOURCE, edges.createTyped());
    sql(Side.TARGET, edges.createBecame());
    takeAndBegin();
    return edges;
  }

  default TableMapping mapping(EdgeTables edges) {
    return edges.mapping(table(Side.SOURCE, "typed"), table(Side.TARGET, "became"));
  }

  @Test
  default void everyTypeIsCopiedByEveryWay() {
    EdgeTables edges = edgeTables(types());
    sql(Side.SOURCE, edges.inserts());
    TableMapping mapping = mapping(edges);
    assertThat(target().writer().understands(format(mapping), mapping))
        .as("rows need not be taken apart")
        .isTrue();

    copyAfresh(mapping, true);
    assertSame(edges, mapping);
    copyAfresh(mapping, false);
    assertSame(edges, mapping);
  }

  /** One type that the fastest format does not hold makes its table take another one. */
  @Test
  default void everyTypeThatAllowsTheFastestFormatIsCopiedByIt() {
    EdgeTables all = edgeTables(types());
    TableMapping whole = mapping(all);
    Map<String, List<String>> fast = new LinkedHashMap<>(types());
    fast.keySet().removeIf(type -> !isFast(whole, all.column(all.types().indexOf(type))));
    assertThat(fast).isNotEmpty();
    sql(Side.SOURCE, "DROP TABLE typed");
    sql(Side.TARGET, "DROP TABLE became");
    EdgeTables edges = edgeTables(fast);
    sql(Side.SOURCE, edges.inserts());
    TableMapping mapping = mapping(edges);
    assertThat(!format(mapping).equals(format(whole)))
        .as("another format")
        .isEqualTo(hasFormatForSomeTypes());

    copyAfresh(mapping, true);
    assertSame(edges, mapping);
  }

  /** Whether a table with this column is copied as one that has only a number. */
  default boolean isFast(TableMapping whole, ColumnMapping column) {
    Column id = whole.to().column("id");
    Table number = whole.to().with(List.of(id));
    Table both = whole.to().with(List.of(id, whole.to().column(column.to())));
    return format(new TableMapping(whole.from(), both, List.of(column)))
        .equals(format(new TableMapping(whole.from(), number, List.of())));
  }

  /** The key and these columns. */
  static TableMapping with(TableMapping whole, List<ColumnMapping> columns) {
    List<ColumnMapping> all = new ArrayList<>(List.of(new ColumnMapping.Copied("id", "id")));
    all.addAll(columns);
    return new TableMapping(whole.from(), whole.to(), all);
  }

  default void copyAfresh(TableMapping mapping, boolean frames) {
    target().workspace().remove("contract");
    sql(Side.TARGET, "DELETE FROM became");
    takeAndBegin();
    copy(mapping, 100, frames);
  }

  @Test
  default void everyTypeIsFollowed() {
    EdgeTables edges = edgeTables(types());
    TableMapping mapping = mapping(edges);
    Position from = retain(Side.SOURCE, Direction.FORWARD, mapping.from());
    try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, mapping.from())) {
      sql(Side.SOURCE, edges.inserts());
      assertThat(follow(stream, mapping)).hasSize(edges.rows());
      assertSame(edges, mapping);

      sql(Side.SOURCE, "UPDATE typed SET touched = 1");
      List<Write> touches = follow(stream, mapping);
      assertThat(touches).hasSize(edges.rows());
      assertThat(touches.stream().anyMatch(Write.Patch.class::isInstance))
          .as("values that a change leaves alone are left out of the log")
          .isEqualTo(logLeavesOutLargeValues());
      assertSame(edges, mapping);

      step(Side.SOURCE, "typed", edges.names("c"), edges.rows());
      assertThat(follow(stream, mapping)).hasSize(edges.rows());
      assertSame(edges, mapping);

      sql(Side.SOURCE, "DELETE FROM typed WHERE id > 0");
      assertThat(follow(stream, mapping)).hasSize(edges.rows() - 1);
      assertSame(edges, mapping);
      assertThat(rows(Side.TARGET, written(mapping), KeyRange.ALL)).hasSize(1);
    } finally {
      source().log().release(migration(), Direction.FORWARD);
    }
  }

  default void step(Side side, String table, List<String> columns, int rows) {
    sql(side, step(table, columns, rows).toArray(String[]::new));
  }

  /** Applies what the log has told since the last time. */
  default List<Write> follow(ChangeStream stream, TableMapping mapping) {
    List<Write> writes = new ArrayList<>();
    for (LoggedTransaction transaction : withChanges(Side.SOURCE, stream)) {
      transaction.changes().forEach(change -> writes.add(write(change, mapping)));
    }
    Applied applied = apply(mapping, writes.toArray(Write[]::new));
    assertThat(applied).isInstanceOf(Applied.Done.class);
    return writes;
  }

  private static Write write(Change change, TableMapping mapping) {
    if (change instanceof Change.Delete delete) {
      return new Write.Delete(mapping, List.of(delete.key()));
    }
    Row row =
        change instanceof Change.Update update ? update.row() : ((Change.Insert) change).row();
    return row.isWhole()
        ? new Write.Upsert(mapping, List.of(row))
        : new Write.Patch(mapping, row.absentColumns(), List.of(row));
  }

  @Test
  default void everyStepFromAValueToTheNextShows() {
    EdgeTables edges = edgeTables(types());
    sql(Side.SOURCE, edges.inserts());
    TableMapping whole = mapping(edges);
    copy(whole, 100, false);
    step(Side.TARGET, "became", edges.names("d"), edges.rows());
    KeyRange withoutLast = new KeyRange(null, Key.of(String.valueOf(edges.rows() - 1)));

    try (Snapshot source = source().reader().snapshot(List.of(whole.from()));
        Snapshot target = target().reader().snapshot(List.of(whole.to()))) {
      for (int type = 0; type < edges.types().size(); type++) {
        TableMapping one = with(whole, List.of(edges.column(type)));
        List<BucketDigest> here = source.digest(one, withoutLast, FINE_BUCKETS);
        List<BucketDigest> there = target.digest(written(one), withoutLast, FINE_BUCKETS);
        assertThat(there.stream().map(BucketDigest::bucket))
            .containsExactlyInAnyOrderElementsOf(here.stream().map(BucketDigest::bucket).toList());
        assertThat(there).as(edges.types().get(type)).doesNotContainAnyElementsOf(here);
      }
    }
  }

  @Test
  default void everyTypeIsToldValueByValueAsInRows() {
    EdgeTables edges = edgeTables(types());
    sql(Side.SOURCE, edges.inserts());
    TableMapping mapping = mapping(edges);
    List<Row> rows = new ArrayList<>();
    GatheredTexts texts = new GatheredTexts();
    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()))) {
      snapshot.rows(mapping, KeyRange.ALL, rows::add);
      snapshot.texts(mapping, KeyRange.ALL, texts);
    }
    assertThat(rows).hasSize(edges.rows());
    assertThat(texts.rows()).containsExactlyInAnyOrderElementsOf(rows);
  }

  /** As an application sees both tables, and as they are digested. */
  default void assertSame(EdgeTables edges, TableMapping mapping) {
    List<List<String>> here =
        printed(Side.SOURCE, "typed", mapping.columns().stream().map(SqlTypesContract::from));
    List<List<String>> there = printed(Side.TARGET, "became", mapping.written().stream());
    for (int i = 0; i < here.size(); i++) {
      assertThat(there.get(i)).as(type(edges, mapping, i)).isEqualTo(here.get(i));
    }
    try (Snapshot source = source().reader().snapshot(List.of(mapping.from()));
        Snapshot target = target().reader().snapshot(List.of(mapping.to()))) {
      for (ColumnMapping column : mapping.columns()) {
        TableMapping one = with(mapping, column.to().equals("id") ? List.of() : List.of(column));
        assertThat(target.digest(written(one), KeyRange.ALL, 4))
            .as("digest of " + type(edges, mapping, mapping.columns().indexOf(column)))
            .containsExactlyInAnyOrderElementsOf(source.digest(one, KeyRange.ALL, 4));
      }
    }
  }

  private static String type(EdgeTables edges, TableMapping mapping, int column) {
    String name = mapping.columns().get(column).to();
    return name.matches("d\\d+") ? edges.types().get(Integer.parseInt(name.substring(1))) : name;
  }

  private static String from(ColumnMapping column) {
    return ((ColumnMapping.Copied) column).from();
  }

  private List<List<String>> printed(Side side, String table, Stream<String> columns) {
    try (SqlSession session = (SqlSession) application(side)) {
      return columns
          .map(c -> session.query("SELECT " + c + " FROM " + table + " ORDER BY id"))
          .toList();
    }
  }

  static TableMapping written(TableMapping mapping) {
    return new TableMapping(
        mapping.to(),
        mapping.to(),
        mapping.written().stream()
            .map(c -> (ColumnMapping) new ColumnMapping.Copied(c, c))
            .toList());
  }
}
