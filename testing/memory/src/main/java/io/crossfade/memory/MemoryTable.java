package io.crossfade.memory;

import io.crossfade.model.Change;
import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table: what writes do to its rows, one row at a time. Foreign keys and checks are not kept. */
final class MemoryTable {
  /** A value of so many characters lies beside its row. */
  private static final int LARGE = 100;

  private final TableLock lock = new TableLock();
  private final Versioned<Key, Row> rows;
  private final Map<String, NumberSequence> sequences = new LinkedHashMap<>();
  private final boolean isOurs;
  private Table definition;

  MemoryTable(Table definition, boolean isOurs, Predicate<Transaction> isForgotten) {
    this.definition = definition;
    this.isOurs = isOurs;
    this.rows = new Versioned<>(isForgotten);
    definition.columns().stream()
        .filter(Column::identity)
        .forEach(column -> sequences.put(column.name(), new NumberSequence()));
  }

  Table definition() {
    return definition;
  }

  /** Whether we made it for a migration. */
  boolean isOurs() {
    return isOurs;
  }

  void define(Table changed) {
    definition = changed;
  }

  TableLock lock() {
    return lock;
  }

  Versioned<Key, Row> rows() {
    return rows;
  }

  NumberSequence sequence(String column) {
    NumberSequence found = sequences.get(column);
    if (found == null) {
      throw new IllegalArgumentException(column + " of " + definition.name() + " is not numbered");
    }
    return found;
  }

  void insert(Transaction writer, @Nullable String[] values) {
    Row row = canonical(values);
    Key key = keyOf(row);
    if (rows.locked(writer, key) != null) {
      throw duplicate(definition.name().name() + "_pkey");
    }
    requireUnique(writer, key, row);
    rows.put(writer, key, row);
    writer.changed(new Change.Insert(definition.name(), row));
  }

  /** False where there is no such row. */
  boolean update(Transaction writer, Key oldKey, Map<Integer, @Nullable String> set) {
    Row old = standing(writer, oldKey);
    if (old == null) {
      return false;
    }
    @Nullable String[] values = values(old);
    set.forEach((column, value) -> values[column] = value);
    Row row = canonical(values);
    Key key = keyOf(row);
    if (!key.equals(oldKey) && rows.locked(writer, key) != null) {
      throw duplicate(definition.name().name() + "_pkey");
    }
    requireUnique(writer, oldKey, row);
    rows.remove(writer, oldKey);
    rows.put(writer, key, row);
    writer.changed(new Change.Update(definition.name(), oldKey, key, told(old, row)));
    return true;
  }

  /** The row as the log has it: large values that stay as they were are not repeated. */
  private static Row told(Row old, Row row) {
    @Nullable String[] values = values(row);
    BitSet absent = new BitSet();
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      if (value != null && value.length() >= LARGE && value.equals(old.value(i))) {
        values[i] = null;
        absent.set(i);
      }
    }
    return absent.isEmpty() ? row : Row.partial(values, absent);
  }

  boolean delete(Transaction writer, Key key) {
    if (standing(writer, key) == null) {
      return false;
    }
    rows.remove(writer, key);
    writer.changed(new Change.Delete(definition.name(), key));
    return true;
  }

  /** Needs the table alone. */
  void truncate(Transaction writer) {
    lock.own(writer, true);
    keys(writer).forEach(key -> rows.remove(writer, key));
    writer.changed(new Change.Truncate(List.of(definition.name())));
  }

  List<Key> keys(Transaction reader) {
    List<Key> keys = new ArrayList<>();
    rows.forEach(reader, (key, row) -> keys.add(key));
    return keys;
  }

  /** The row as it is now; refused to who sees an older one and would write on that ground. */
  @Nullable Row standing(Transaction writer, Key key) {
    Row now = rows.locked(writer, key);
    if (!Objects.equals(now, rows.get(writer, key))) {
      throw new ServerError(
          ServerError.Kind.NOT_SERIALIZABLE, "a row was changed since this transaction began");
    }
    return now;
  }

  Key keyOf(Row row) {
    List<String> values = new ArrayList<>();
    for (String column : definition.key()) {
      String value = row.value(definition.indexOf(column));
      if (value == null) {
        throw refused("a column that must have a value has none", column);
      }
      values.add(value);
    }
    return new Key(values);
  }

  Key canonical(Key key) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < key.values().size(); i++) {
      Column column = definition.column(definition.key().get(i));
      values.add(
          Objects.requireNonNull(ValueType.of(column.type()).canonical(key.values().get(i))));
    }
    return new Key(values);
  }

  static @Nullable String[] values(Row row) {
    @Nullable String[] values = new @Nullable String[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(i);
    }
    return values;
  }

  private Row canonical(@Nullable String[] values) {
    @Nullable String[] canonical = new @Nullable String[values.length];
    for (int i = 0; i < values.length; i++) {
      Column column = definition.columns().get(i);
      try {
        canonical[i] = ValueType.of(column.type()).canonical(values[i]);
      } catch (ServerError e) {
        throw refused(Objects.requireNonNull(e.getMessage()), column.name());
      }
      if (canonical[i] == null && !column.nullable()) {
        throw refused("a column that must have a value has none", column.name());
      }
    }
    return Row.of(canonical);
  }

  /** Before an index is made. */
  void requireUnique(Transaction reader, List<Index> indexes) {
    rows.forEach(reader, (key, row) -> requireUnique(reader, key, row, indexes));
  }

  private void requireUnique(Transaction writer, Key key, Row row) {
    requireUnique(writer, key, row, definition.indexes());
  }

  private void requireUnique(Transaction writer, Key key, Row row, List<Index> indexes) {
    for (Index index : indexes) {
      List<@Nullable String> values = indexed(index, row);
      if (index.unique()
          && !values.contains(null)
          && rows.isElsewhere(writer, key, other -> indexed(index, other).equals(values))) {
        throw duplicate(index.name());
      }
    }
  }

  private List<@Nullable String> indexed(Index index, Row row) {
    List<@Nullable String> values = new ArrayList<>();
    index.columns().forEach(column -> values.add(row.value(definition.indexOf(column))));
    return values;
  }

  private ServerError refused(String why, String column) {
    return new ServerError(
        ServerError.Kind.VALUE_REFUSED,
        why + " in table " + definition.name().name() + ", column " + column);
  }

  private ServerError duplicate(String constraint) {
    return new ServerError(
        ServerError.Kind.DUPLICATE,
        "a unique constraint is broken in table "
            + definition.name().name()
            + ", constraint "
            + constraint);
  }
}
