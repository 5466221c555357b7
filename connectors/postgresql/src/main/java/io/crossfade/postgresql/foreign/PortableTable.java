package io.crossfade.postgresql.foreign;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.Proposal;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of a table of PostgreSQL's as other engines know. */
public final class PortableTable {
  private static final Pattern LITERAL =
      Pattern.compile("\\(?'((?:[^'\\\\]|'')*)'::[^']*|\\(?(-?\\d+(?:\\.\\d+)?)\\)?(?:::[^']*)?");
  private static final Set<String> NOW =
      Set.of("now()", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "transaction_timestamp()");
  private static final Pattern ACTION =
      Pattern.compile("ON (UPDATE|DELETE) (RESTRICT|CASCADE|SET NULL|NO ACTION)");

  private final Table table;
  private final List<NotCarried> left = new ArrayList<>();

  private PortableTable(Table table) {
    this.table = table;
  }

  public static Proposal of(Table table) {
    PortableTable portable = new PortableTable(table);
    Table known =
        new Table(
            table.name(),
            portable.columns(),
            table.key(),
            portable.indexes(),
            portable.constraints(),
            table.estimatedRows());
    return new Proposal(known, portable.left);
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.generated()) {
        left("generated column " + column.name(), words(column.defaultExpression()));
      } else {
        columns.add(
            new Column(
                column.name(),
                column.type(),
                column.nullable(),
                portable(column),
                column.identity(),
                false,
                column.kind()));
      }
    }
    return columns;
  }

  private @Nullable String portable(Column column) {
    String given = column.defaultExpression();
    if (given == null || given.startsWith("NULL::")) {
      return null;
    }
    if (NOW.contains(given)) {
      return new PlainDefault.Now().sql();
    }
    if (given.equals("true") || given.equals("false")) {
      return new PlainDefault.Literal(given.substring(0, 1)).sql();
    }
    Matcher literal = LITERAL.matcher(given);
    if (literal.matches()) {
      String text = literal.group(1);
      String value = text == null ? literal.group(2) : text.replace("''", "'");
      return new PlainDefault.Literal(value).sql();
    }
    left("the default of column " + column.name(), words(given));
    return null;
  }

  private List<Index> indexes() {
    List<Index> plain = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (index.definition() == null
          && table.columns().stream()
              .noneMatch(c -> c.generated() && index.columns().contains(c.name()))) {
        plain.add(index);
      } else {
        left(
            (index.unique() ? "unique index " : "index ") + index.name(),
            words(index.definition() == null ? null : index.definition().text()));
      }
    }
    return plain;
  }

  private List<Constraint> constraints() {
    List<Constraint> known = new ArrayList<>();
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof ForeignKey key) {
        known.add(foreignKey(key));
      } else if (constraint instanceof Check check) {
        left("check " + check.name(), words(check.definition().text()));
      } else if (constraint instanceof Partitioning) {
        left("partitions", "it is one table there");
      }
    }
    return known;
  }

  private ForeignKey foreignKey(ForeignKey key) {
    List<String> actions = new ArrayList<>();
    Matcher action = ACTION.matcher(key.actions());
    while (action.find()) {
      actions.add(action.group());
    }
    String known = String.join(" ", actions);
    if (!known.equals(key.actions())) {
      left(
          "a part of foreign key " + key.name(),
          "only the source's engine knows: " + key.actions());
    }
    return new ForeignKey(
        key.name(), key.columns(), key.references(), key.referencedColumns(), known);
  }

  private static String words(@Nullable String sql) {
    return "it is written for PostgreSQL; write it for the target: " + sql;
  }

  private void left(String what, String why) {
    left.add(new NotCarried(what, table.name().toString(), why));
  }
}
