package io.crossfade.postgresql.foreign;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.Proposal;
import io.crossfade.connector.expression.PlainExpression;
import io.crossfade.connector.expression.PlainIndex;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Refused;
import io.crossfade.postgresql.session.Sql;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL would have for a table of another engine. */
public final class ProposedTable {
  /** Bytes of a name; the server would cut a longer one without a word. */
  private static final int LONGEST_NAME = 63;

  private final Table table;
  private final List<NotCarried> left = new ArrayList<>();

  /** The columns by which rows are found, here or from other tables. */
  private final Set<String> keys = new HashSet<>();

  private ProposedTable(Table table) {
    this.table = table;
    keys.addAll(table.key());
    table.indexes().stream().filter(Index::unique).forEach(i -> keys.addAll(i.columns()));
    table.foreignKeys().forEach(key -> keys.addAll(key.columns()));
  }

  public static Proposal of(Table portable) {
    ProposedTable proposed = new ProposedTable(portable);
    Table there =
        new Table(
            portable.name(),
            portable.columns().stream().flatMap(c -> proposed.column(c).stream()).toList(),
            portable.key(),
            portable.indexes().stream().map(ProposedTable::index).toList(),
            proposed.constraints(),
            portable.estimatedRows());
    return new Proposal(there, proposed.left);
  }

  private static Index index(Index index) {
    Definition definition =
        PlainIndex.of(index.definition())
            .map(parts -> new Definition("USING btree " + parts.text(Sql::quote), index.columns()))
            .orElse(null);
    return new Index(
        cut(index.name()), index.columns(), index.unique(), index.constraint(), definition);
  }

  private static String cut(String name) {
    String cut = name;
    while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }

  /** With the labels of enumerations, which are texts here. */
  private List<Constraint> constraints() {
    List<Constraint> there = new ArrayList<>();
    for (Constraint constraint : table.constraints()) {
      there.add(constraint instanceof Check check ? check(check) : constraint);
    }
    for (Column column : table.columns()) {
      if (column.kind().is(Family.ENUMERATION)) {
        String labels =
            column.kind().labels().stream().map(Sql::literal).collect(Collectors.joining(", "));
        there.add(
            new Check(
                cut(table.name().name() + "_" + column.name() + "_labels"),
                new Definition(
                    Sql.quote(column.name()) + " IN (" + labels + ")", List.of(column.name())),
                true));
      }
    }
    return there;
  }

  private Check check(Check check) {
    try {
      String there =
          PlainExpression.condition(
              check.definition().text(), table.columns(), new PostgresWriting());
      return new Check(
          cut(check.name()), new Definition(there, check.definition().columns()), true);
    } catch (Refused e) {
      throw new IllegalStateException("a portable check that is not plain", e);
    }
  }

  private Optional<Column> column(Column column) {
    String type = ProposedType.of(column.kind(), column.identity() || keys.contains(column.name()));
    if (type == null) {
      left("column " + column.name(), "PostgreSQL has nothing for the type " + column.type());
      return Optional.empty();
    }
    Kind kind = PostgresKinds.of(type);
    if (column.kind().is(Family.SET)) {
      left(
          "the labels of column " + column.name(),
          "it takes any text there: some of " + String.join(", ", column.kind().labels()));
    }
    return Optional.of(
        new Column(
            column.name(),
            type,
            column.nullable(),
            column.generated() ? generated(column) : value(column, type, kind),
            column.identity(),
            column.generated(),
            kind));
  }

  private @Nullable String value(Column column, String type, Kind kind) {
    PlainDefault given = PlainDefault.parse(column.defaultExpression()).orElse(null);
    if (given instanceof PlainDefault.Literal literal) {
      return literal(column, literal.value(), type, kind);
    }
    if (given instanceof PlainDefault.NewUuid && kind.is(Family.UUID, Family.TEXT)) {
      return kind.is(Family.UUID) ? "gen_random_uuid()" : "(gen_random_uuid())::text";
    }
    if (given instanceof PlainDefault.Now && kind.is(Family.TIMESTAMP, Family.INSTANT)) {
      return "CURRENT_TIMESTAMP";
    }
    if (given != null) {
      left("the default of column " + column.name(), "a " + type + " has none like it there");
    }
    return null;
  }

  private String generated(Column column) {
    try {
      String plain = String.valueOf(column.defaultExpression());
      return "("
          + PlainExpression.value(plain, column, table.columns(), new PostgresWriting())
          + ") STORED";
    } catch (Refused e) {
      throw new IllegalStateException("a portable column that is not plain", e);
    }
  }

  private @Nullable String literal(Column column, String value, String type, Kind kind) {
    try {
      Conversion conversion = Conversion.between(column.kind(), kind).orElseThrow();
      return printed(conversion.apply(value), type, kind);
    } catch (Refused e) {
      left("the default of column " + column.name(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** As the server prints it, so that nobody takes it for another one. */
  private static String printed(String value, String type, Kind kind) {
    boolean number = kind.is(Family.INTEGER, Family.DECIMAL, Family.FLOAT);
    if (number && Character.isDigit(value.charAt(0))) {
      return value;
    }
    if (kind.family() == Family.BOOLEAN) {
      return value.equals("t") ? "true" : "false";
    }
    return "'" + value.replace("'", "''") + "'::" + type.replaceAll("\\([^)]*\\)", "");
  }

  private void left(String what, String why) {
    left.add(new NotCarried(what, table.name().toString(), why));
  }
}
