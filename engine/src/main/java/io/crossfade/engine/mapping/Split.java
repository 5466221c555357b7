package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.ColumnRule;
import io.crossfade.engine.manifest.ColumnRule.Dropped;
import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.engine.manifest.TableRule.Part;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which of the tables this is that one table of the source becomes. Each of them is planned,
/// copied, followed and compared as a table by itself, without the columns of the others.
///
/// @param to null where it is the one that leads, under the name that the rule gives it
/// @param columns of the source that are its own; the key included
/// @param others those of the other ones
record Split(@Nullable TableName to, Set<String> columns, List<Set<String>> others) {

  static Stream<Split> of(Table table, TableRule rule) {
    List<Set<String>> sets = new ArrayList<>();
    Set<String> rest = new HashSet<>(table.columnNames());
    for (Part part : rule.parts()) {
      rest.removeAll(part.columns());
      Set<String> own = with(table.key(), part.columns());
      own.retainAll(table.columnNames());
      sets.add(own);
    }
    sets.addFirst(with(table.key(), rest));
    return Stream.iterate(0, i -> i < sets.size(), i -> i + 1)
        .map(i -> {
          List<Set<String>> others = new ArrayList<>(sets);
          Set<String> own = others.remove(i.intValue());
          return new Split(i == 0 ? null : rule.parts().get(i - 1).to(), own, others);
        });
  }

  private static Set<String> with(List<String> key, Iterable<String> more) {
    Set<String> columns = new HashSet<>(key);
    more.forEach(columns::add);
    return columns;
  }

  boolean leads() {
    return to == null;
  }

  /// Whether another one of the tables has all these columns, so that nothing is lost with them.
  boolean hasElsewhere(List<String> all) {
    return others.stream().anyMatch(other -> other.containsAll(all));
  }

  /// The rule for this table alone.
  TableRule rule(TableRule whole) {
    if (others.isEmpty()) {
      return whole;
    }
    List<ColumnRule> rules =
        new ArrayList<>(whole.columns().stream().filter(rule -> isOwn(rule.column())).toList());
    others.stream()
        .flatMap(Set::stream)
        .filter(column -> !columns.contains(column))
        .distinct()
        .sorted()
        .forEach(column -> rules.add(new Dropped(column, new WayBack.Unsaid(), whole.at())));
    return new TableRule(
        whole.table(),
        leads() ? whole.to() : to,
        rules,
        leads() ? whole.added() : List.of(),
        whole.parts(),
        whole.at());
  }

  /// What the source does not have is told once, with the table that leads.
  private boolean isOwn(String column) {
    return columns.contains(column)
        || (leads() && others.stream().noneMatch(other -> other.contains(column)));
  }
}
