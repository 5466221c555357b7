package io.crossfade.postgresql.foreign;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.Proposal;
import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            portable.constraints(),
            portable.estimatedRows());
    return new Proposal(there, proposed.left);
  }

  private static Index index(Index index) {
    String name = index.name();
    while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      name = name.substring(0, name.length() - 1);
    }
    return new Index(name, index.columns(), index.unique(), index.constraint(), null);
  }

  private Optional<Column> column(Column column) {
    String type = ProposedType.of(column.kind(), column.identity() || keys.contains(column.name()));
    if (type == null) {
      left("column " + column.name(), "PostgreSQL has nothing for the type " + column.type());
      return Optional.empty();
    }
    Kind kind = PostgresKinds.of(type);
    if (column.kind().is(Family.ENUMERATION, Family.SET)) {
      left(
          "the labels of column " + column.name(),
          "it takes any text there; add a check for " + String.join(", ", column.kind().labels()));
    }
    return Optional.of(
        new Column(
            column.name(),
            type,
            column.nullable(),
            value(column, type, kind),
            column.identity(),
            false,
            kind));
  }

  private @Nullable String value(Column column, String type, Kind kind) {
    PlainDefault given = PlainDefault.parse(column.defaultExpression()).orElse(null);
    if (given instanceof PlainDefault.Literal literal) {
      return literal(column, literal.value(), type, kind);
    }
    boolean moment = kind.is(Family.TIMESTAMP, Family.INSTANT);
    return given != null && moment ? "CURRENT_TIMESTAMP" : null;
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
