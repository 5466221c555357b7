package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.schema.TableReading;
import io.crossfade.mysql.session.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the tables can be as they are wanted: those that are there, and those to be made. */
final class TargetFit implements Check {
  private static final Pattern COLLATION = Pattern.compile(".* collate (\\w+)");
  private static final Pattern OF_MARIADB = Pattern.compile("uuid|inet4|inet6");

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    if (asked.side() == Side.SOURCE) {
      return found;
    }
    Map<TableName, Table> there =
        TableReading.read(asked.connection()).stream()
            .collect(Collectors.toMap(Table::name, Function.identity()));
    Set<String> collations = collations(asked);
    String database = asked.connection().getCatalog();
    for (Table table : asked.tables()) {
      Table existing = there.get(table.name());
      if (existing != null) {
        existing(table, existing, found);
      } else {
        database(table, database, found);
        types(asked, table, collations, found);
      }
      foreignKeys(asked, table, there, found);
    }
    return found;
  }

  private static Set<String> collations(Asked asked) throws SQLException {
    String column =
        switch (asked.dialect()) {
          case MYSQL -> "COLLATION_NAME";
          case MARIADB -> "FULL_COLLATION_NAME";
        };
    return new HashSet<>(
        asked.rows(
            "SELECT " + column + " FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY",
            row -> row.getString(1)));
  }

  /** Of other databases the catalog tells nothing, and nobody would see the table again. */
  private static void database(Table table, String database, List<Finding> found) {
    if (database != null && !database.isEmpty() && !database.equals(table.name().schema())) {
      found.add(
          stops(
              table,
              "it would be made in the database %s, and the target's URL names %s"
                  .formatted(table.name().schema(), database),
              "map it to %s.%s, or give a URL without a database"
                  .formatted(database, table.name().name())));
    }
  }

  private static void types(Asked asked, Table table, Set<String> collations, List<Finding> found)
      throws SQLException {
    for (Column column : table.columns()) {
      Matcher collation = COLLATION.matcher(column.type());
      boolean unknown =
          collation.matches() && !collations.contains(collation.group(1))
              || asked.dialect() == Dialect.MYSQL && OF_MARIADB.matcher(column.type()).matches();
      if (unknown) {
        found.add(
            stops(
                table,
                "column %s is %s, which this server does not know"
                    .formatted(column.name(), column.type()),
                "say `cast` in the mapping, to a type and a collation that both know"));
      }
    }
  }

  private static void existing(Table wanted, Table there, List<Finding> found) {
    for (Column column : wanted.columns()) {
      if (!there.has(column.name())) {
        found.add(
            stops(there, "it has no column " + column.name(), "add it, or drop the empty table"));
      } else if (!there.column(column.name()).type().equals(column.type())) {
        found.add(
            stops(
                there,
                "column %s is %s, the mapping writes %s"
                    .formatted(column.name(), there.column(column.name()).type(), column.type()),
                "alter it, or say `cast` in the mapping"));
      }
    }
    if (!there.key().equals(wanted.key())) {
      found.add(
          stops(
              there,
              "its primary key is %s, the mapping writes %s".formatted(there.key(), wanted.key()),
              "make it the same"));
    }
  }

  private static void foreignKeys(
      Asked asked, Table table, Map<TableName, Table> there, List<Finding> found) {
    for (ForeignKey key : table.foreignKeys()) {
      TableName references = key.references();
      if (!there.containsKey(references) && asked.table(references).isEmpty()) {
        found.add(
            stops(
                table,
                "its foreign key "
                    + key.name()
                    + " refers to "
                    + references
                    + ", which is not there",
                "take " + references + " into the scope"));
      }
    }
  }

  private static Finding stops(Table table, String what, String mend) {
    return Finding.stops(new Problem(what, table.name().toString(), mend));
  }
}
