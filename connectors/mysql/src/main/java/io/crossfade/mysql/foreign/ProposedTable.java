package io.crossfade.mysql.foreign;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.Proposal;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    if (!(constraint instanceof ForeignKey key) || !CHANGES.matcher(key.actions()).find()) {
      return constraint;
    }
    left(
        key.actions() + " of foreign key " + key.name(),
        "the rows that it changes are not in the log of MySQL; it refuses instead, and the application has to do it");
    return new ForeignKey(key.name(), key.columns(), key.references(), key.referencedColumns(), "");
  }

  /** Keys and unique values stand whole in their index; of others the first letters are enough. */
  private static Index index(Index index, Table there) {
    String name =
        index.name().length() > LONGEST_NAME
            ? index.name().substring(0, LONGEST_NAME)
            : index.name();
    boolean cut =
        !index.unique()
            && index.columns().stream().anyMatch(column -> isLong(there.column(column)));
    if (!cut) {
      return new Index(name, index.columns(), index.unique(), false, null);
    }
    String columns =
        index.columns().stream()
            .map(c ->
                "`"
                    + c.replace("`", "``")
                    + "`"
                    + (isLong(there.column(c)) ? "(" + PREFIX + ")" : ""))
            .collect(Collectors.joining(", ", "(", ")"));
    return new Index(name, index.columns(), false, false, new Definition(columns, index.columns()));
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
        value(column, type, kind),
        column.identity(),
        false,
        kind);
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
              + " there, which begins with 1970 and ends with January 2038; cast it to datetime(6) where that is not enough");
    } else if (column.kind().family() == Family.OPAQUE) {
      left("the type of column " + column.name(), "it is a text there: " + column.type());
    }
  }

  private @Nullable String value(Column column, String type, Kind kind) {
    PlainDefault given = PlainDefault.parse(column.defaultExpression()).orElse(null);
    if (given instanceof PlainDefault.Literal literal) {
      return literal(column, literal.value(), type, kind);
    }
    boolean moment = kind.is(Family.TIMESTAMP, Family.INSTANT);
    return given == null || !moment
        ? null
        : "current_timestamp(" + (kind.scale() == 0 ? "" : kind.scale()) + ")";
  }

  private @Nullable String literal(Column column, String value, String type, Kind kind) {
    if (type.startsWith("long") || kind.family() == Family.JSON) {
      left("the default of column " + column.name(), "a " + type + " has none there");
      return null;
    }
    try {
      String there = Conversion.between(column.kind(), kind).orElseThrow().apply(value);
      boolean number = kind.is(Family.INTEGER, Family.FLAG, Family.DECIMAL, Family.FLOAT);
      boolean bits = kind.family() == Family.BITS;
      return number ? there : (bits ? "b" : "") + Literals.quoted(there);
    } catch (Refused e) {
      left("the default of column " + column.name(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void left(String what, String why) {
    left.add(new NotCarried(what, table.name().toString(), why));
  }
}
