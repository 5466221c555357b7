package io.crossfade.memory;

import io.crossfade.connector.Freshness;
import io.crossfade.contract.ApplicationSession;
import io.crossfade.model.Column;
import io.crossfade.model.Direction;
import io.crossfade.model.Index;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract's application, on a server in memory. */
final class ContractApplication implements ApplicationSession {
  static final String SCHEMA = "shop";

  private final MemoryServer server;
  private final Application application;

  ContractApplication(MemoryServer server) {
    this.server = server;
    this.application = server.connect("application");
  }

  @Override
  public void create(String table, String key, String columns) {
    List<String> keys = List.of(key.split(", "));
    List<Column> all = new ArrayList<>();
    for (String declared : columns.split(", ")) {
      String[] words = declared.split(" ");
      boolean isNumbered = words.length > 2;
      all.add(new Column(words[0], words[1], !keys.contains(words[0]), null, isNumbered, false));
    }
    server.create(new Table(name(table), all, keys, List.of(), List.of(), 0));
  }

  @Override
  public void createUniqueIndex(String name, String table, String column) {
    MemoryTable indexed = server.table(name(table));
    Table bare = indexed.definition();
    List<Index> indexes = List.of(Index.plain(name, List.of(column), true));
    indexed.define(
        new Table(bare.name(), bare.columns(), bare.key(), indexes, bare.constraints(), 0));
  }

  @Override
  public void insert(String table, List<@Nullable String[]> rows) {
    List<String> columns = server.table(name(table)).definition().columnNames();
    for (@Nullable String[] row : rows) {
      Map<String, @Nullable String> values = new HashMap<>();
      for (int i = 0; i < row.length; i++) {
        values.put(columns.get(i), row[i]);
      }
      application.insert(name(table), values);
    }
  }

  @Override
  public void insert(String table, Map<String, String> values) {
    application.insert(name(table), new HashMap<>(values));
  }

  @Override
  public void update(String table, String id, String column, @Nullable String value) {
    Map<String, @Nullable String> set = new HashMap<>();
    set.put(column, value);
    application.update(name(table), Key.of(id), set);
  }

  @Override
  public void delete(String table, String id) {
    application.delete(name(table), Key.of(id));
  }

  @Override
  public void deleteAll(String table) {
    for (String id : rows(table, server.table(name(table)).definition().key().get(0))) {
      delete(table, id);
    }
  }

  @Override
  public void truncate(String table) {
    application.truncate(name(table));
  }

  @Override
  public void restart(String table, String column, long next) {
    application.restart(name(table), column, next);
  }

  @Override
  public void begin() {
    application.begin();
  }

  @Override
  public void beginRepeatable() {
    application.beginRepeatable();
  }

  @Override
  public void commit() {
    application.commit();
  }

  @Override
  public void rollback() {
    application.rollback();
  }

  @Override
  public List<String> rows(String table, String... columns) {
    Table definition = server.table(name(table)).definition();
    List<String> asked = columns.length == 0 ? definition.columnNames() : Arrays.asList(columns);
    Table byFirst =
        new Table(
            definition.name(), definition.columns(), asked.subList(0, 1), List.of(), List.of(), 0);
    Comparator<Key> order = MemoryKeyOrder.of(byFirst);
    int first = definition.indexOf(asked.get(0));
    return application.rows(name(table)).stream()
        .sorted(Comparator.comparing((Row row) -> Key.of(String.valueOf(row.value(first))), order))
        .map(row ->
            String.join(
                "|",
                asked.stream().map(c -> String.valueOf(row.value(definition.indexOf(c)))).toList()))
        .toList();
  }

  @Override
  public String position(Freshness freshness) {
    return application.position();
  }

  @Override
  public boolean isReached(Freshness freshness, String position) {
    String[] words = freshness.reachedQuery().split(" ");
    return application.isReached(words[1], Direction.valueOf(words[2]), position);
  }

  @Override
  public boolean isRefusal(Throwable error) {
    return error instanceof ServerError e && e.kind() == ServerError.Kind.FENCED;
  }

  @Override
  public void close() {
    application.close();
  }

  private static TableName name(String table) {
    return new TableName(SCHEMA, table);
  }
}
