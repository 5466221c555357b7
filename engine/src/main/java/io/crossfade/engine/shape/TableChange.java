package io.crossfade.engine.shape;

import io.crossfade.connector.Shape;
import io.crossfade.engine.manifest.AddedColumns;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What has become of a table of the source since it was taken up.
///
/// @param what for people, a change each
/// @param adjustable whether the target can follow without copying the table anew
/// @param columns whether the columns or the key are others, and not the partitions alone
public record TableChange(TableName table, List<String> what, boolean adjustable, boolean columns) {
  public TableChange {
    what = List.copyOf(what);
  }

  /// Of a table whose shape is another one.
  ///
  /// @param whyNotAdded why the target could not follow with that column; empty where it can
  static TableChange between(
      KnownTable known,
      @Nullable Table now,
      @Nullable Shape shape,
      Function<Column, Optional<String>> whyNotAdded) {
    if (now == null || shape == null) {
      return new TableChange(known.name(), List.of("it is gone: dropped or renamed"), false, true);
    }
    Comparison comparison = new Comparison(whyNotAdded);
    known.columns().forEach(column -> comparison.compare(column, find(now, column.name())));
    now.columns().stream()
        .filter(column -> known.columns().stream().noneMatch(c -> c.name().equals(column.name())))
        .forEach(comparison::added);
    comparison.keys(known.key(), now.key());
    comparison.numbers(known.shape().numbers(), shape.numbers());
    comparison.parts(known.shape().parts(), shape.parts());
    return comparison.result(known.name());
  }

  private static Optional<Column> find(Table table, String column) {
    return table.has(column) ? Optional.of(table.column(column)) : Optional.empty();
  }

  /// Whether it is carried without a question: partitions always, for they cannot be undone.
  boolean isFollowed(AddedColumns policy) {
    return adjustable && (policy == AddedColumns.CARRY || !columns);
  }

  @Override
  public String toString() {
    return table + ": " + String.join(", ", what);
  }

  private static final class Comparison {
    private final Function<Column, Optional<String>> whyNotAdded;
    private final List<String> what = new ArrayList<>();
    private boolean adjustable = true;
    private boolean columns = true;

    Comparison(Function<Column, Optional<String>> whyNotAdded) {
      this.whyNotAdded = whyNotAdded;
    }

    void compare(Column known, Optional<Column> found) {
      if (found.isEmpty()) {
        tell("column %s is gone: dropped or renamed".formatted(known.name()), false);
        return;
      }
      Column now = found.get();
      if (!now.type().equals(known.type())) {
        tell(
            "column %s is %s now, it was %s".formatted(known.name(), now.type(), known.type()),
            false);
      }
      if (now.identity() != known.identity() || now.generated() != known.generated()) {
        tell("column %s is made by the server in another way".formatted(known.name()), false);
      } else {
        compareValues(known, now);
      }
    }

    private void compareValues(Column known, Column now) {
      if (now.nullable() != known.nullable()) {
        tell(
            now.nullable()
                ? "column %s may be empty now".formatted(known.name())
                : "column %s must have a value now (on the target make it so after the cutover)"
                    .formatted(known.name()),
            true);
      }
      String value = now.defaultExpression();
      if (!String.valueOf(value).equals(String.valueOf(known.defaultExpression()))) {
        tell(
            "the default of column %s is %s now"
                .formatted(known.name(), value == null ? "none" : value),
            true);
      }
    }

    void added(Column column) {
      Optional<String> obstacle = whyNotAdded.apply(column);
      tell(
          "column %s %s was added%s"
              .formatted(
                  column.name(), column.type(), obstacle.map(why -> " (" + why + ")").orElse("")),
          obstacle.isEmpty());
    }

    void keys(List<String> known, List<String> now) {
      if (!known.equals(now)) {
        tell("its primary key is %s now, it was %s".formatted(now, known), false);
      }
    }

    private void tell(String change, boolean canFollow) {
      what.add(change);
      adjustable &= canFollow;
    }

    /// Where all that was compared by names would still fit.
    void numbers(String known, String now) {
      if (adjustable && !now.startsWith(known)) {
        tell("a column was dropped and made anew under its name", false);
      }
    }

    /// Their rows come or go without the log; the comparison sees it.
    void parts(Map<TableName, String> known, Map<TableName, String> now) {
      columns = !what.isEmpty();
      new TreeMap<>(now)
          .forEach((part, text) -> {
            if (!known.containsKey(part)) {
              what.add("the partition %s was made or attached".formatted(part));
            } else if (!text.equals(known.get(part))) {
              what.add(
                  "all rows of the partition %s were written anew, by TRUNCATE perhaps"
                      .formatted(part));
            }
          });
      new TreeSet<>(known.keySet())
          .stream()
              .filter(part -> !now.containsKey(part))
              .forEach(part ->
                  what.add("the partition %s was dropped, detached or renamed".formatted(part)));
    }

    TableChange result(TableName table) {
      return new TableChange(
          table,
          what.isEmpty() ? List.of("nothing that concerns its rows") : what,
          adjustable,
          columns);
    }
  }
}
