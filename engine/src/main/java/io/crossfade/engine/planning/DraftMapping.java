package io.crossfade.engine.planning;

import io.crossfade.engine.mapping.Dialects;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How rows would have to change for target tables that are there already. Only what is certain is
/// written as a rule: a type of another spelling. A guess, another name for instance, is a hint.
///
/// @param rules by table, the columns with the types they have on the target
/// @param proposed by table, the types that another engine's columns get there
record DraftMapping(
    Map<TableName, List<Cast>> rules, Map<TableName, List<Cast>> proposed, List<String> hints) {

  record Cast(String column, String from, String to) {}

  /// The same, with nothing that takes effect.
  DraftMapping asHints() {
    List<String> all = new ArrayList<>(hints);
    rules.forEach((table, casts) ->
        casts.forEach(cast ->
            all.add(
                "column %s of %s is %s, and on the target %s"
                    .formatted(cast.column(), table, cast.from(), cast.to()))));
    return new DraftMapping(Map.of(), proposed, all);
  }

  static DraftMapping of(List<Table> moved, Dialects dialects, List<Table> target) {
    Map<TableName, Table> there =
        target.stream().collect(Collectors.toMap(Table::name, Function.identity()));
    Map<TableName, List<Cast>> rules = new TreeMap<>();
    List<String> hints = new ArrayList<>();
    Map<TableName, List<Cast>> proposed = new TreeMap<>();
    for (Table table : moved) {
      Table offered = dialects.proposals().apply(table).table();
      Table same = there.get(table.name());
      if (same == null) {
        alike(table, target)
            .ifPresent(other ->
                hints.add(
                    "%s is not on the target, but %s is; if they are the same: {to: %s}"
                        .formatted(table.name(), other.name(), other.name())));
        addUnlessEmpty(proposed, table.name(), differing(table, offered));
      } else {
        List<Cast> casts = casts(table, offered, same, hints);
        if (!casts.isEmpty()) {
          rules.put(table.name(), casts);
        }
        names(table, same, hints);
      }
    }
    return new DraftMapping(rules, proposed, hints);
  }

  private static void addUnlessEmpty(
      Map<TableName, List<Cast>> all, TableName table, List<Cast> casts) {
    if (!casts.isEmpty()) {
      all.put(table, casts);
    }
  }

  private static List<Cast> differing(Table table, Table offered) {
    return table.columns().stream()
        .filter(c -> offered.has(c.name()))
        .map(c -> new Cast(c.name(), c.type(), offered.column(c.name()).type()))
        .filter(cast -> !cast.from().equals(cast.to()))
        .toList();
  }

  private static List<Cast> casts(Table table, Table offered, Table same, List<String> hints) {
    List<Cast> casts = new ArrayList<>();
    for (Column column : table.columns()) {
      Column usual = offered.has(column.name()) ? offered.column(column.name()) : column;
      if (!same.has(column.name()) || same.column(column.name()).type().equals(usual.type())) {
        continue;
      }
      Cast cast = new Cast(column.name(), column.type(), same.column(column.name()).type());
      if (table.key().contains(column.name())) {
        hints.add(
            "the key column %s of %s is %s, and on the target %s; {cast: %s} if both sides order it alike"
                .formatted(cast.column(), table.name(), cast.from(), cast.to(), cast.to()));
      } else {
        casts.add(cast);
      }
    }
    return casts;
  }

  /// A column of either side that the other has not.
  private static void names(Table table, Table same, List<String> hints) {
    List<String> missing =
        table.columns().stream().map(Column::name).filter(name -> !same.has(name)).toList();
    List<String> more =
        same.columns().stream().map(Column::name).filter(name -> !table.has(name)).toList();
    for (String column : missing) {
      hints.add(
          "column %s of %s is not on the target%s"
              .formatted(
                  column,
                  table.name(),
                  more.isEmpty()
                      ? "; {drop: true} leaves it out, or add it there"
                      : ", which has %s; {to: ...} renames it, {drop: true} leaves it out"
                          .formatted(String.join(", ", more))));
    }
  }

  /// In another schema, or spelled otherwise.
  private static Optional<Table> alike(Table table, List<Table> target) {
    return target.stream().filter(other -> bare(other).equals(bare(table))).findFirst();
  }

  private static String bare(Table table) {
    return table.name().name().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]|s$", "");
  }
}
