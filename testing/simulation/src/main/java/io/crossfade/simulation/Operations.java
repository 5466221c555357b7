package io.crossfade.simulation;

import io.crossfade.memory.Application;
import io.crossfade.memory.ServerError;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.simulation.Truth.RowName;
import io.crossfade.simulation.schedule.Chance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a client does with its rows, and what must come of it.
final class Operations {
  private static final int KEYS = 20;

  /// Most writes go to these, the others are left alone for long.
  private static final int HOT = 5;

  private static final double GOES_ON = 0.3;

  private static final String LONG = "a long text that a log need not repeat ".repeat(3);

  private final World world;
  private final Chance chance;
  private final int client;
  private final List<Table> tables;
  private String last = "";

  Operations(World world, int client) {
    this.world = world;
    this.chance = world.chance();
    this.client = client;
    List<Table> mine = new ArrayList<>(List.of(Shop.ITEM, Shop.SLOT, Shop.LINE));
    if (client == 0) {
      mine.addAll(List.of(Shop.BASKET, Shop.BASKET));
    }
    this.tables = List.copyOf(mine);
  }

  /// What it did last, for the story.
  String last() {
    return last;
  }

  /// A read on the side that is written must find what the shop was told.
  void read(Application application, Side side) {
    Table table = chance.one(tables);
    RowName row = row(table, chance.below(chance.happens(0.6) ? HOT : KEYS));
    last = "read " + row + " ";
    Optional<Row> found = application.row(row.table(), row.key());
    Truth.requireOneOf(side.spelled(), row, found, world.truth().states(row));
  }

  void write(Application application, Truth.Attempt attempt, Side side) {
    if (chance.happens(0.06)) {
      ticket(application, attempt, side);
      return;
    }
    Table table = chance.one(tables);
    if (table.equals(Shop.BASKET) && chance.happens(0.25)) {
      empty(application, attempt, side);
      return;
    }
    RowName row = row(table, chance.below(chance.happens(0.6) ? HOT : KEYS));
    Set<Optional<Row>> states = attempt.states(row);
    if (states.equals(Set.of(Optional.<Row>empty()))) {
      insert(application, attempt, side, table, row);
    } else if (states.contains(Optional.<Row>empty())) {
      tell(side, "deletes " + row + ", if it is there, and inserts it");
      application.delete(row.table(), row.key());
      attempt.set(row, Set.of(Optional.empty()));
      insert(application, attempt, side, table, row);
    } else {
      change(application, attempt, side, table, row);
    }
  }

  private void change(
      Application application, Truth.Attempt attempt, Side side, Table table, RowName row) {
    if (world.isRestless() && chance.happens(0.5)) {
      move(application, attempt, side, table, row);
      return;
    }
    switch (chance.below(10)) {
      case 0 -> {
        tell(side, "deletes " + row);
        requireThere(side, row, application.delete(row.table(), row.key()));
        attempt.set(row, Set.of(Optional.empty()));
      }
      case 1, 2 -> move(application, attempt, side, table, row);
      case 3 -> place(application, attempt, side, table, row);
      case 4 -> update(application, attempt, side, row, whole());
      default -> update(application, attempt, side, row, Map.of(Shop.NUMBER, world.stamp()));
    }
  }

  private void insert(
      Application application, Truth.Attempt attempt, Side side, Table table, RowName row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (int i = 0; i < table.key().size(); i++) {
      values.put(table.key().get(i), row.key().values().get(i));
    }
    values.put(Shop.NUMBER, world.stamp());
    values.put(Shop.NOTE, note());
    tell(side, "inserts " + row + " with " + values.get(Shop.NUMBER));
    try {
      application.insert(row.table(), values);
    } catch (ServerError e) {
      if (e.kind() == ServerError.Kind.DUPLICATE) {
        throw new Violation(
            row.toString(),
            "%s is on the %s, and the shop was told that it is not".formatted(row, side.spelled()));
      }
      throw e;
    }
    attempt.set(
        row,
        Set.of(
            Optional.of(
                Row.of(table.columnNames().stream().map(values::get).toArray(String[]::new)))));
  }

  private void update(
      Application application,
      Truth.Attempt attempt,
      Side side,
      RowName row,
      Map<String, @Nullable String> set) {
    tell(side, "updates " + row + " to " + shortened(set));
    requireThere(side, row, application.update(row.table(), row.key(), set));
    attempt.set(row, changed(attempt.states(row), row, set));
  }

  /// To a key that is free, sometimes with a new number, and sometimes on from there.
  private void move(
      Application application, Truth.Attempt attempt, Side side, Table table, RowName row) {
    RowName to = row(table, chance.below(chance.happens(0.6) ? HOT : KEYS));
    if (!attempt.states(to).equals(Set.of(Optional.<Row>empty()))) {
      return;
    }
    Map<String, @Nullable String> set = new LinkedHashMap<>();
    for (int i = 0; i < table.key().size(); i++) {
      set.put(table.key().get(i), to.key().values().get(i));
    }
    if (chance.happens(0.5)) {
      set.put(Shop.NUMBER, world.stamp());
    }
    tell(side, "moves " + row + " to " + to + " ");
    requireThere(side, row, application.update(row.table(), row.key(), set));
    attempt.set(to, changed(attempt.states(row), row, set));
    attempt.set(row, Set.of(Optional.empty()));
    if (chance.happens(GOES_ON)) {
      move(application, attempt, side, table, to);
    }
  }

  /// Takes a place that no row has, or the place of another row, which gets none: in two statements
  /// that a unique index refuses in the other order.
  private void place(
      Application application, Truth.Attempt attempt, Side side, Table table, RowName row) {
    String place = Integer.toString(chance.below(3) * 10 + client);
    for (int number = 0; number < KEYS; number++) {
      RowName other = row(table, number);
      Set<Optional<Row>> states = attempt.states(other);
      if (states.stream()
          .flatMap(Optional::stream)
          .anyMatch(r -> place.equals(r.value(table.indexOf(Shop.PLACE))))) {
        if (states.contains(Optional.<Row>empty())) {
          return;
        }
        Map<String, @Nullable String> none = new LinkedHashMap<>();
        none.put(Shop.PLACE, null);
        update(application, attempt, side, other, none);
      }
    }
    update(application, attempt, side, row, Map.of(Shop.PLACE, place));
  }

  private void empty(Application application, Truth.Attempt attempt, Side side) {
    tell(side, "empties the table " + Shop.BASKET.name().name());
    application.truncate(Shop.BASKET.name());
    for (int number = 0; number < KEYS; number++) {
      attempt.set(row(Shop.BASKET, number), Set.of(Optional.empty()));
    }
    // Else there would seldom be rows enough for chunks of different ages.
    for (int number = chance.below(KEYS); number >= 0; number--) {
      insert(application, attempt, side, Shop.BASKET, row(Shop.BASKET, number));
    }
  }

  private void ticket(Application application, Truth.Attempt attempt, Side side) {
    String stamp = "t" + world.stamp();
    tell(side, "inserts ticket " + stamp + " ");
    try {
      application.insert(Shop.TICKET.name(), Map.of(Shop.STAMP, stamp));
    } catch (ServerError e) {
      if (e.kind() == ServerError.Kind.DUPLICATE) {
        throw new Violation(
            "ticket " + stamp,
            "the %s gave ticket %s a number that another has: its sequence did not leap"
                .formatted(side.spelled(), stamp));
      }
      throw e;
    }
    attempt.ticket(stamp);
  }

  private static Set<Optional<Row>> changed(
      Set<Optional<Row>> states, RowName name, Map<String, @Nullable String> set) {
    Table table =
        Shop.TABLES.stream().filter(t -> t.name().equals(name.table())).findFirst().orElseThrow();
    return states.stream()
        .map(state -> state.map(row -> changed(table, row, set)))
        .collect(Collectors.toSet());
  }

  private static Row changed(Table table, Row row, Map<String, @Nullable String> set) {
    return Row.of(
        table.columnNames().stream()
            .map(column ->
                set.containsKey(column) ? set.get(column) : row.value(table.indexOf(column)))
            .toArray(String[]::new));
  }

  private static void requireThere(Side side, RowName row, boolean isThere) {
    if (!isThere) {
      throw new Violation(
          row.toString(),
          "%s is not on the %s, and the shop was told that it is".formatted(row, side.spelled()));
    }
  }

  private RowName row(Table table, int number) {
    return new RowName(table.name(), Shop.key(table, client, number));
  }

  private Map<String, @Nullable String> whole() {
    Map<String, @Nullable String> set = new LinkedHashMap<>();
    set.put(Shop.NUMBER, world.stamp());
    set.put(Shop.NOTE, note());
    return set;
  }

  private String note() {
    return chance.happens(world.isRestless() ? 0.1 : 0.5) ? "short" : LONG + world.stamp();
  }

  private void tell(Side side, String what) {
    last = what;
    world.story().tell("client " + client, "  %s on the %s".formatted(what, side.spelled()));
  }

  private static Map<String, @Nullable String> shortened(Map<String, @Nullable String> set) {
    Map<String, @Nullable String> told = new LinkedHashMap<>();
    set.forEach((column, value) ->
        told.put(column, value != null && value.length() > 20 ? "a long text" : value));
    return told;
  }
}
