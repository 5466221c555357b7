package io.crossfade.connector.portable;

import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.Proposal;
import io.crossfade.connector.expression.PlainExpression;
import io.crossfade.connector.expression.Writing;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import io.crossfade.model.values.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** As much of a table as other engines know. */
public final class PortableTable {
  private static final Pattern GENERATED = Pattern.compile("(?s)\\((.*)\\) (STORED|VIRTUAL)");

  private final Table table;
  private final OwnWords words;
  private final LeftOut left;

  private PortableTable(Table table, OwnWords words) {
    this.table = table;
    this.words = words;
    this.left = new LeftOut(table.name(), words.engine());
  }

  /**
   * @param words of the engine whose table it is
   */
  public static Proposal of(Table table, OwnWords words) {
    PortableTable portable = new PortableTable(table, words);
    List<Column> columns = portable.columns();
    Table known =
        new Table(
            table.name(),
            columns,
            table.key(),
            portable.indexes(columns),
            portable.constraints(),
            table.estimatedRows());
    return new Proposal(known, portable.left.all());
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.generated()) {
        generated(column).ifPresent(columns::add);
      } else {
        String sql = words.defaultOf(column, left).map(PlainDefault::sql).orElse(null);
        columns.add(changed(column, sql));
      }
    }
    return columns;
  }

  private static Column changed(Column column, @Nullable String expression) {
    return new Column(
        column.name(),
        column.type(),
        column.nullable(),
        expression,
        column.identity(),
        column.generated(),
        column.kind());
  }

  private Optional<Column> generated(Column column) {
    String given = String.valueOf(column.defaultExpression());
    Matcher generated = GENERATED.matcher(given);
    String sql = generated.matches() ? generated.group(1) : given;
    try {
      String plain =
          PlainExpression.value(words.plain(sql), column, table.columns(), Writing.PLAIN);
      return Optional.of(changed(column, plain));
    } catch (Refused e) {
      left.untranslated("generated column " + column.name(), e, given);
      return Optional.empty();
    }
  }

  private List<Index> indexes(List<Column> columns) {
    Set<String> there = columns.stream().map(Column::name).collect(Collectors.toSet());
    List<Index> plain = new ArrayList<>();
    for (Index index : table.indexes()) {
      Optional<Index> portable = words.index(index, table);
      if (portable.isPresent() && there.containsAll(index.columns())) {
        plain.add(portable.get());
      } else {
        left.untranslated(
            (index.unique() ? "unique index " : "index ") + index.name(),
            index.definition() == null
                ? String.join(", ", index.columns())
                : index.definition().text());
      }
    }
    return plain;
  }

  private List<Constraint> constraints() {
    List<Constraint> known = new ArrayList<>();
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof ForeignKey key) {
        known.add(words.foreignKey(key, left));
      } else if (constraint instanceof Check check) {
        check(check).ifPresent(known::add);
      } else if (constraint instanceof Partitioning) {
        left.add("partitions", "it is one table there");
      }
    }
    return known;
  }

  private Optional<Check> check(Check check) {
    String sql = check.definition().text();
    try {
      String plain = PlainExpression.condition(words.plain(sql), table.columns(), Writing.PLAIN);
      Definition definition = new Definition(plain, check.definition().columns());
      return Optional.of(new Check(check.name(), definition, check.validated()));
    } catch (Refused e) {
      left.untranslated("check " + check.name(), e, sql);
      return Optional.empty();
    }
  }
}
