package io.crossfade.mysql.foreign;

import io.crossfade.connector.NotCarried;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** As much of a table of MySQL's or MariaDB's as other engines know. */
public final class PortableTable {
  private static final Pattern QUOTED =
      Pattern.compile("(b?)'((?:[^'\\\\]|''|\\\\.)*)'", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern NOW = Pattern.compile("(current_timestamp|now)(\\(\\d*\\))?");
  private static final Pattern ON_UPDATE = Pattern.compile("(?is)\\s*on update (.*)");
  private static final String NEW_UUID = "(uuid())";
  private static final Pattern GENERATED = Pattern.compile("(?s)\\((.*)\\) (STORED|VIRTUAL)");

  /** As these servers print it within a text. */
  private static final Pattern QUOTE = Pattern.compile("(?<!\\\\)\\\\'");

  /** Of a text, its character set; texts themselves are passed over. */
  private static final Pattern INTRODUCER =
      Pattern.compile("'(?:[^']|'')*'|_(?:utf8\\w*|latin1|ascii)(?=')");

  private final Table table;
  private final List<NotCarried> left = new ArrayList<>();

  private PortableTable(Table table) {
    this.table = table;
  }

  public static Proposal of(Table table) {
    PortableTable portable = new PortableTable(table);
    List<Column> columns = portable.columns();
    Table known =
        new Table(
            table.name(),
            columns,
            table.key(),
            portable.indexes(columns),
            portable.constraints(),
            table.estimatedRows());
    return new Proposal(known, portable.left);
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.generated()) {
        generated(column).ifPresent(columns::add);
      } else {
        columns.add(changed(column, portable(column)));
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
      String plain = PlainExpression.value(bare(sql), column, table.columns(), Writing.PLAIN);
      return Optional.of(changed(column, plain));
    } catch (Refused e) {
      left("generated column " + column.name(), e.getMessage() + "; " + words(given));
      return Optional.empty();
    }
  }

  /** Two strokes are a word for OR here. */
  private static String bare(String sql) throws Refused {
    if (sql.contains("||")) {
      throw new Refused("it has two strokes");
    }
    return INTRODUCER
        .matcher(QUOTE.matcher(sql).replaceAll("''"))
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group().startsWith("'") ? found.group() : ""));
  }

  private @Nullable String portable(Column column) {
    String given = column.defaultExpression();
    if (given == null || given.equalsIgnoreCase("NULL")) {
      return null;
    }
    Matcher update = ON_UPDATE.matcher(given);
    if (update.find()) {
      left(
          "ON UPDATE " + update.group(1).toUpperCase(Locale.ROOT) + " of column " + column.name(),
          "no other engine does that by itself: from the cutover on the column stays as it is"
              + " unless the application sets it, or a trigger that you make there after"
              + " `cleanup`");
      given = given.substring(0, update.start());
    }
    if (given.isBlank() || NOW.matcher(given.toLowerCase(Locale.ROOT)).matches()) {
      return given.isBlank() ? null : new PlainDefault.Now().sql();
    }
    Matcher quoted = QUOTED.matcher(given);
    if (quoted.matches()) {
      return new PlainDefault.Literal(Literals.plain(quoted.group(2))).sql();
    }
    if (given.equalsIgnoreCase(NEW_UUID)) {
      return new PlainDefault.NewUuid().sql();
    }
    if (NUMBER.matcher(given).matches()) {
      return new PlainDefault.Literal(given).sql();
    }
    left("the default of column " + column.name(), words(given));
    return null;
  }

  private List<Index> indexes(List<Column> columns) {
    Set<String> there = columns.stream().map(Column::name).collect(Collectors.toSet());
    List<Index> plain = new ArrayList<>();
    for (Index index : table.indexes()) {
      Optional<Index> portable = PortableIndex.of(index, table);
      if (portable.isPresent() && there.containsAll(index.columns())) {
        plain.add(portable.get());
      } else {
        left(
            (index.unique() ? "unique index " : "index ") + index.name(),
            words(
                index.definition() == null
                    ? String.join(", ", index.columns())
                    : index.definition().text()));
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
        check(check).ifPresent(known::add);
      } else if (constraint instanceof Partitioning) {
        left("partitions", "it is one table there");
      }
    }
    return known;
  }

  private Optional<Check> check(Check check) {
    String sql = check.definition().text();
    try {
      String plain = PlainExpression.condition(bare(sql), table.columns(), Writing.PLAIN);
      Definition definition = new Definition(plain, check.definition().columns());
      return Optional.of(new Check(check.name(), definition, check.validated()));
    } catch (Refused e) {
      left("check " + check.name(), e.getMessage() + "; " + words(sql));
      return Optional.empty();
    }
  }

  private static String words(@Nullable String sql) {
    return "it is written for MySQL; write it for the target: " + sql;
  }

  private void left(String what, String why) {
    left.add(new NotCarried(what, table.name().toString(), why));
  }
}
