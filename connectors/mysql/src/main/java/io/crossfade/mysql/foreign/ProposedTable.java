package io.crossfade.mysql.foreign;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.Proposal;
import io.crossfade.connector.expression.PlainExpression;
import io.crossfade.connector.expression.PlainIndex;
import io.crossfade.connector.expression.PlainIndex.Part;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Refused;
import io.crossfade.mysql.session.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What MySQL or MariaDB would have for a table of another engine. */
public final class ProposedTable {
  /** Of a value in an index that need not hold whole ones. */
  private static final int PREFIX = 191;

  private static final int LONGEST_NAME = 64;

  private static final Pattern CHANGES = Pattern.compile("CASCADE|SET ");

  private final Table table;
  private final ProposedType types;
  private final Set<String> wholly = new HashSet<>();
  private final List<NotCarried> left = new ArrayList<>();

  private ProposedTable(Table table, ProposedType types) {
    this.table = table;
    this.types = types;
    wholly.addAll(table.key());
    table.indexes().stream().filter(Index::unique).forEach(i -> wholly.addAll(i.columns()));
    table.foreignKeys().forEach(key -> wholly.addAll(key.columns()));
  }

  /**
   * @param collation by which the server compares texts exactly, blanks at their end included
   */
  public static Proposal of(Table portable, String collation) {
    ProposedTable proposed = new ProposedTable(portable, new ProposedType(collation));
    List<Column> columns = portable.columns().stream().map(proposed::column).toList();
    Table there = portable.with(columns);
    return new Proposal(
        new Table(
            there.name(),
            columns,
            there.key(),
            there.indexes().stream().map(index -> index(index, there)).toList(),
            there.constraints().stream().map(proposed::constraint).toList(),
            there.estimatedRows()),
        proposed.left);
  }

  /** What a foreign key changes by itself is not in the log, so nobody could follow it. */
  private Constraint constraint(Constraint constraint) {
    if (constraint instanceof Check check) {
      return check(check);
    }
    if (!(constraint instanceof ForeignKey key) || !CHANGES.matcher(key.actions()).find()) {
      return constraint;
    }
    left(
        key.actions() + " of foreign key " + key.name(),
        "the rows that it changes are not in the log of MySQL; it refuses instead, and the"
            + " application has to do it");
    return new ForeignKey(key.name(), key.columns(), key.references(), key.referencedColumns(), "");
  }

  private Check check(Check check) {
    try {
      String there =
          PlainExpression.condition(check.definition().text(), table.columns(), new MySqlWriting());
      return new Check(
          cut(check.name()), new Definition(there, check.definition().columns()), true);
    } catch (Refused e) {
      throw new IllegalStateException("a portable check that is not plain", e);
    }
  }

  private static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** Keys and unique values stand whole in their index; of others the first letters are enough. */
  private static Index index(Index index, Table there) {
    PlainIndex parts =
        PlainIndex.of(index.definition())
            .orElseGet(() ->
                new PlainIndex(index.columns().stream().map(c -> new Part(c, false)).toList()));
    boolean cut =
        !index.unique()
            && index.columns().stream().anyMatch(column -> isLong(there.column(column)));
    if (!cut && parts.parts().stream().noneMatch(Part::descending)) {
      return new Index(cut(index.name()), index.columns(), index.unique(), false, null);
    }
    String columns =
        parts.text(c -> Sql.quote(c) + (cut && isLong(there.column(c)) ? "(" + PREFIX + ")" : ""));
    return new Index(
        cut(index.name()),
        index.columns(),
        index.unique(),
        false,
        new Definition(columns, index.columns()));
  }

  private static boolean isLong(Column column) {
    return column.type().startsWith("longtext")
        || column.type().equals("longblob")
        || (column.kind().size() > ProposedType.LONGEST_IN_KEY
            && column.kind().is(Family.TEXT, Family.BYTES));
  }

  private Column column(Column column) {
    boolean whole = wholly.contains(column.name());
    String type = types.of(column.kind(), whole);
    Kind kind = MySqlKinds.of(type);
    tellBounds(column, type, kind);
    return new Column(
        column.name(),
        type,
        column.nullable(),
        column.generated() ? generated(column) : value(column, type, kind),
        column.identity(),
        column.generated(),
        kind);
  }

  private String generated(Column column) {
    try {
      String plain = String.valueOf(column.defaultExpression());
      return "("
          + PlainExpression.value(plain, column, table.columns(), new MySqlWriting())
          + ") STORED";
    } catch (Refused e) {
      throw new IllegalStateException("a portable column that is not plain", e);
    }
  }

  private void tellBounds(Column column, String type, Kind kind) {
    boolean unbounded = column.kind().size() == 0 && kind.size() > 0;
    if (unbounded && column.kind().is(Family.TEXT, Family.BYTES, Family.DECIMAL, Family.OPAQUE)) {
      left(
          "the type of column " + column.name(),
          "it is "
              + type
              + " there: what is longer is refused, and digits behind those are rounded");
    } else if (column.kind().is(Family.INSTANT)) {
      left(
          "the range of column " + column.name(),
          "it is "
              + type
              + " there, which begins with 1970 and ends with January 2038; cast it to datetime(6)"
              + " where that is not enough");
    } else if (column.kind().family() == Family.OPAQUE) {
      left("the type of column " + column.name(), "it is a text there: " + column.type());
    }
  }

  private @Nullable String value(Column column, String type, Kind kind) {
    PlainDefault given = PlainDefault.parse(column.defaultExpression()).orElse(null);
    if (given instanceof PlainDefault.Literal literal) {
      return literal(column, literal.value(), type, kind);
    }
    if (given instanceof PlainDefault.NewUuid && kind.is(Family.TEXT)) {
      return "(uuid())";
    }
    if (given instanceof PlainDefault.Now && kind.is(Family.TIMESTAMP, Family.INSTANT)) {
      return "current_timestamp(" + (kind.scale() == 0 ? "" : kind.scale()) + ")";
    }
    if (given != null) {
      left("the default of column " + column.name(), "a " + type + " has none like it there");
    }
    return null;
  }

  private @Nullable String literal(Column column, String value, String type, Kind kind) {
    if (type.startsWith("longblob") || kind.family() == Family.JSON) {
      left("the default of column " + column.name(), "a " + type + " has none there");
      return null;
    }
    try {
      String there = Conversion.between(column.kind(), kind).orElseThrow().apply(value);
      boolean number = kind.is(Family.INTEGER, Family.FLAG, Family.DECIMAL, Family.FLOAT);
      boolean bits = kind.family() == Family.BITS;
      String quoted = (bits ? "b" : "") + Literals.quoted(there);
      return number ? there : type.startsWith("longtext") ? "(" + quoted + ")" : quoted;
    } catch (Refused e) {
      left("the default of column " + column.name(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void left(String what, String why) {
    left.add(new NotCarried(what, table.name().toString(), why));
  }
}
