package io.crossfade.mysql.apply;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.bulk.BulkForm;
import io.crossfade.mysql.key.KeyIndex;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.Transaction;
import io.crossfade.mysql.values.CastSql;
import io.crossfade.mysql.values.Literal;
import io.crossfade.mysql.values.Reading;
import io.crossfade.mysql.values.StatementText;
import io.crossfade.mysql.values.ValueType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table that a mapping writes, as SQL names it and its values. */
public final class WrittenTable {
  private final TableMapping mapping;
  private final KeyIndex index;
  private final List<String> written;
  private final List<ValueType> types = new ArrayList<>();
  private final List<BulkForm> forms = new ArrayList<>();
  private final List<Integer> exact;

  public WrittenTable(TableMapping mapping, KeyIndex index) {
    this.mapping = mapping;
    this.index = index;
    this.written = mapping.written();
    for (String column : written) {
      String type = mapping.to().column(column).type();
      types.add(ValueType.of(type));
      forms.add(BulkForm.of(type));
    }
    this.exact = ExactKey.of(mapping).stream().map(written::indexOf).toList();
  }

  KeyIndex index() {
    return index;
  }

  public String name() {
    return Sql.table(mapping.to().name());
  }

  /** Until the transaction ends nobody alters it. */
  void hold(Connection connection) throws SQLException {
    Transaction.execute(connection, "SELECT 1 FROM " + name() + " LIMIT 0");
  }

  /** Whether no row but that of its key can be in a row's way, as long as it is held. */
  boolean hasNoOtherUniqueIndex(Connection connection) throws SQLException {
    return index.isOnlyUniqueOne(connection, mapping.to().name());
  }

  /** What its columns are as parameters, in their order. */
  List<BulkForm> forms() {
    return forms;
  }

  /** Whether the server has to cast values that are written. */
  boolean hasCasts() {
    return mapping.columns().stream().anyMatch(column -> column instanceof ColumnMapping.Cast);
  }

  /** All columns, by their places in a row. */
  List<Integer> all() {
    return IntStream.range(0, written.size()).boxed().toList();
  }

  /** Those of the key. */
  List<Integer> keyColumns() {
    return mapping.to().key().stream().map(written::indexOf).toList();
  }

  /** Whether a key that the server takes for the same may be another row's. */
  boolean isKeyExact() {
    return !exact.isEmpty();
  }

  /** Those with which an update finds its row. */
  List<Integer> conditionColumns() {
    return Stream.concat(keyColumns().stream(), exact.stream()).toList();
  }

  /** How those of the key are asked for. */
  List<Reading> keyReadings() {
    return keyColumns().stream()
        .map(i -> Reading.of(types.get(i), Sql.quote(written.get(i))))
        .toList();
  }

  /** Those that are set where a row like this one is there. */
  List<Integer> set(Row row) {
    return all().stream()
        .filter(i -> !row.isAbsent(i) && isSet(mapping.columns().get(i), false))
        .toList();
  }

  /** With parameters for the columns that are set, and then for those of the condition. */
  String update(List<Integer> set) {
    String bytes =
        exact.stream()
            .map(i ->
                " AND " + ExactKey.bytes(Sql.quote(written.get(i))) + " = " + ExactKey.bytes("?"))
            .collect(Collectors.joining());
    return "UPDATE %s SET %s WHERE %s%s"
        .formatted(name(), parameters(set, ", "), parameters(keyColumns(), " AND "), bytes);
  }

  private String parameters(List<Integer> columns, String between) {
    return columns.stream()
        .map(i -> Sql.quote(written.get(i)) + " = ?")
        .collect(Collectors.joining(between));
  }

  /** A row's parameters in an INSERT. */
  String tuple() {
    return written.stream().map(column -> "?").collect(Collectors.joining(", ", "(", ")"));
  }

  /** What an INSERT begins with. */
  public String insert() {
    return "INSERT INTO " + name() + " (" + Sql.columns(written) + ") VALUES ";
  }

  /**
   * What lets it set the columns of a row that is there.
   *
   * @param isKeySet whether those of the key too: it may be the same to the server and spelled
   *     otherwise
   */
  String orUpdate(boolean isKeySet) {
    StringJoiner set = new StringJoiner(", ", " ON DUPLICATE KEY UPDATE ", "");
    for (ColumnMapping column : mapping.columns()) {
      if (isSet(column, isKeySet)) {
        set.add(Sql.quote(column.to()) + " = VALUES(" + Sql.quote(column.to()) + ")");
      }
    }
    String key = Sql.quote(mapping.to().key().get(0));
    return set.length() > " ON DUPLICATE KEY UPDATE ".length()
        ? set.toString()
        : " ON DUPLICATE KEY UPDATE " + key + " = " + key;
  }

  /** A row with a value for each column of the mapping, as one of an INSERT's tuples. */
  void addTuple(StatementText sql, Row row) {
    sql.add("(");
    for (int i = 0; i < written.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      addValue(sql, i, row.value(i));
    }
    sql.add(")");
  }

  /** Sets all columns that are present and not of the key; false where there are none. */
  boolean addSet(StatementText sql, Row row, boolean withKey) {
    boolean any = false;
    for (int i = 0; i < written.size(); i++) {
      if (isSet(mapping.columns().get(i), withKey) && !row.isAbsent(i)) {
        sql.add(any ? ", " : "").add(Sql.quote(written.get(i))).add(" = ");
        addValue(sql, i, row.value(i));
        any = true;
      }
    }
    return any;
  }

  /** The condition that a row has one of these keys. */
  String isOneOf(List<Key> keys) {
    if (mapping.to().key().size() > 1) {
      return keys.stream().map(this::is).collect(Collectors.joining(" OR ", "(", ")"));
    }
    String column = mapping.to().key().get(0);
    List<String> values = keys.stream().map(key -> value(column, key.values().get(0))).toList();
    String isIn = Sql.quote(column) + " IN (" + String.join(", ", values) + ")";
    return isKeyExact()
        ? values.stream()
            .map(ExactKey::bytes)
            .collect(
                Collectors.joining(
                    ", ", isIn + " AND " + ExactKey.bytes(Sql.quote(column)) + " IN (", ")"))
        : isIn;
  }

  private String value(String column, String text) {
    StatementText value = new StatementText();
    addValue(value, written.indexOf(column), text);
    return value.toString();
  }

  /** The condition that a row has this key, whose values may need the mapping's cast. */
  String is(Key key) {
    StringJoiner conditions = new StringJoiner(" AND ", "(", ")");
    for (int i = 0; i < key.values().size(); i++) {
      String column = mapping.to().key().get(i);
      String value = value(column, key.values().get(i));
      conditions.add(Sql.quote(column) + " = " + value);
      if (exact.contains(written.indexOf(column))) {
        conditions.add(ExactKey.bytes(Sql.quote(column)) + " = " + ExactKey.bytes(value));
      }
    }
    return conditions.toString();
  }

  /** Of a row with a value for each column of the mapping. */
  Key key(Row row) {
    return new Key(
        mapping.to().key().stream()
            .map(column -> Objects.requireNonNull(row.value(written.indexOf(column))))
            .toList());
  }

  private void addValue(StatementText sql, int column, @Nullable String value) {
    if (value != null && mapping.columns().get(column) instanceof ColumnMapping.Cast cast) {
      String from = Literal.of(ValueType.of(cast.fromType()), value);
      sql.add(CastSql.of(CastSql.of(from, cast.fromType()), cast.toType()));
    } else {
      sql.add(types.get(column), value);
    }
  }

  /** Of a row that is there. */
  private boolean isSet(ColumnMapping column, boolean withKey) {
    boolean isKey = mapping.to().key().contains(column.to());
    return isKey ? withKey : !(column instanceof ColumnMapping.WhenMissing);
  }
}
