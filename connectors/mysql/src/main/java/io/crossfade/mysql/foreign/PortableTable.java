package io.crossfade.mysql.foreign;

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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of a table of MySQL's or MariaDB's as other engines know. */
public final class PortableTable {
  private static final Pattern QUOTED =
      Pattern.compile("(b?)'((?:[^'\\\\]|''|\\\\.)*)'", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern NOW = Pattern.compile("(current_timestamp|now)(\\(\\d*\\))?");
  private static final Pattern ON_UPDATE = Pattern.compile("(?is)\\s*on update (.*)");

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
    if (given == null || given.equalsIgnoreCase("NULL")) {
      return null;
    }
    Matcher update = ON_UPDATE.matcher(given);
    if (update.find()) {
      left("the update of column " + column.name() + " by the server", words(update.group(1)));
      given = given.substring(0, update.start());
    }
    if (given.isBlank() || NOW.matcher(given.toLowerCase(Locale.ROOT)).matches()) {
      return given.isBlank() ? null : new PlainDefault.Now().sql();
    }
    Matcher quoted = QUOTED.matcher(given);
    if (quoted.matches()) {
      return new PlainDefault.Literal(Literals.plain(quoted.group(2))).sql();
    }
    if (NUMBER.matcher(given).matches()) {
      return new PlainDefault.Literal(given).sql();
    }
    left("the default of column " + column.name(), words(given));
    return null;
  }

  private List<Index> indexes() {
    Set<String> generated = new HashSet<>();
    table.columns().stream().filter(Column::generated).forEach(c -> generated.add(c.name()));
    List<Index> plain = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (index.definition() == null && index.columns().stream().noneMatch(generated::contains)) {
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
      if (constraint instanceof ForeignKey) {
        known.add(constraint);
      } else if (constraint instanceof Check check) {
        left("check " + check.name(), words(check.definition().text()));
      } else if (constraint instanceof Partitioning) {
        left("partitions", "it is one table there");
      }
    }
    return known;
  }

  private static String words(@Nullable String sql) {
    return "it is written for MySQL; write it for the target: " + sql;
  }

  private void left(String what, String why) {
    left.add(new NotCarried(what, table.name().toString(), why));
  }
}
