package io.crossfade.simulation;

import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the shop was told: a record of its own, that no database knows. Where an answer was lost, a
/// row may be the one or the other.
final class Truth {
  private final Map<RowName, Set<Optional<Row>>> rows = new LinkedHashMap<>();
  private final Map<String, Boolean> tickets = new LinkedHashMap<>();

  /// A row by its key.
  record RowName(TableName table, Key key) {
    @Override
    public String toString() {
      return table.name() + " " + key;
    }
  }

  /// What it may be; nothing is a state too.
  Set<Optional<Row>> states(RowName row) {
    return rows.getOrDefault(row, Set.of(Optional.empty()));
  }

  /// What a transaction is about to do.
  final class Attempt {
    private final Map<RowName, Set<Optional<Row>>> after = new LinkedHashMap<>();
    private final List<String> stamps = new ArrayList<>();

    Set<Optional<Row>> states(RowName row) {
      return after.getOrDefault(row, Truth.this.states(row));
    }

    void set(RowName row, Set<Optional<Row>> states) {
      after.put(row, states);
    }

    void ticket(String stamp) {
      stamps.add(stamp);
    }

    void committed() {
      rows.putAll(after);
      stamps.forEach(stamp -> tickets.put(stamp, true));
    }

    void inDoubt() {
      after.forEach((row, states) -> {
        Set<Optional<Row>> all = new LinkedHashSet<>(Truth.this.states(row));
        all.addAll(states);
        rows.put(row, all);
      });
      stamps.forEach(stamp -> tickets.put(stamp, false));
    }

    boolean isEmpty() {
      return after.isEmpty() && stamps.isEmpty();
    }
  }

  /// What is wrong with these rows of a side.
  void judge(String side, Table table, List<Row> found) {
    Map<RowName, Row> there = new LinkedHashMap<>();
    for (Row row : found) {
      there.put(name(table, row), row);
    }
    Set<RowName> all = new LinkedHashSet<>(there.keySet());
    rows.keySet().stream().filter(row -> row.table().equals(table.name())).forEach(all::add);
    for (RowName row : all) {
      requireOneOf(side, row, Optional.ofNullable(there.get(row)), states(row));
    }
  }

  static void requireOneOf(
      String side, RowName row, Optional<Row> found, Set<Optional<Row>> states) {
    if (!states.contains(found)) {
      throw new Violation(
          row.toString(),
          "%s is %s on the %s, and the shop was told %s"
              .formatted(row, spelled(found), side, states.stream().map(Truth::spelled).toList()));
    }
  }

  private static String spelled(Optional<Row> row) {
    return row.map(Row::toString).orElse("absent");
  }

  void judgeTickets(String side, List<Row> found) {
    Map<String, Integer> count = new LinkedHashMap<>();
    found.forEach(row -> count.merge("" + row.value(1), 1, Integer::sum));
    tickets.forEach((stamp, isCertain) -> {
      int times = count.getOrDefault(stamp, 0);
      if (times > 1 || (isCertain && times == 0)) {
        throw new Violation(
            "ticket " + stamp,
            "ticket %s is there %d times on the %s".formatted(stamp, times, side));
      }
    });
    count
        .keySet()
        .forEach(stamp -> {
          if (!tickets.containsKey(stamp)) {
            throw new Violation(
                "ticket " + stamp,
                "ticket %s is on the %s, and was refused or rolled back".formatted(stamp, side));
          }
        });
  }

  static RowName name(Table table, Row row) {
    return new RowName(
        table.name(),
        new Key(
            table.key().stream().map(column -> "" + row.value(table.indexOf(column))).toList()));
  }
}
