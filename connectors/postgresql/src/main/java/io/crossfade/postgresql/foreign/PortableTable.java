package io.crossfade.postgresql.foreign;

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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** As much of a table of PostgreSQL's as other engines know. */
public final class PortableTable {
  private static final Pattern LITERAL =
      Pattern.compile("\\(?'((?:[^'\\\\]|'')*)'::[^']*|\\(?(-?\\d+(?:\\.\\d+)?)\\)?(?:::[^']*)?");
  private static final Set<String> NOW =
      Set.of("now()", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "transaction_timestamp()");
  private static final Set<String> NEW_UUID = Set.of("gen_random_uuid()", "uuid_generate_v4()");
  private static final Pattern GENERATED = Pattern.compile("(?s)\\((.*)\\) (STORED|VIRTUAL)");

  /** That of a text, in characters; of anything else it is refused. */
  private static final Pattern LENGTH =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\blength(?=\\()");

  private static final Pattern ACTION =
      Pattern.compile("ON (UPDATE|DELETE) (RESTRICT|CASCADE|SET NULL|NO ACTION)");

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

  private static String bare(String sql) {
    return LENGTH
        .matcher(sql)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                found.group().equals("length") ? "char_length" : found.group()));
  }

  private @Nullable String portable(Column column) {
    String given = column.defaultExpression();
    if (given == null || given.startsWith("NULL::")) {
      return null;
    }
    if (NOW.contains(given)) {
      return new PlainDefault.Now().sql();
    }
    if (NEW_UUID.contains(given)) {
      return new PlainDefault.NewUuid().sql();
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

  private List<Index> indexes(List<Column> columns) {
    Set<String> there = columns.stream().map(Column::name).collect(Collectors.toSet());
    List<Index> plain = new ArrayList<>();
    for (Index index : table.indexes()) {
      Optional<Index> portable = PortableIndex.of(index);
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
      if (constraint instanceof ForeignKey key) {
        known.add(foreignKey(key));
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
