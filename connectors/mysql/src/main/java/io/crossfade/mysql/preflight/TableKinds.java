package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Column;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.mysql.schema.Described;
import io.crossfade.mysql.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tables whose rows cannot be followed, or told apart, or carried. */
final class TableKinds implements Check {
  private static final Pattern SPATIAL =
      Pattern.compile(
          "(?:geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|geomcollection)\\b.*");

  /** No text of a value is sure to be equal to it in a query. */
  private static final Pattern INEXACT = Pattern.compile("float\\b.*");

  /** The server compares them by rules of their own. */
  private static final Pattern NO_KEY = Pattern.compile("json\\b.*");

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    engines(asked, found);
    hashes(asked, found);
    compressed(asked, found);
    for (Table table : asked.tables()) {
      key(asked, table, found);
      for (Column column : table.columns()) {
        if (SPATIAL.matcher(column.type()).matches()) {
          found.add(
              stops(
                  table,
                  "column %s is %s: spatial values are not carried"
                      .formatted(column.name(), column.type()),
                  "`drop` it in the mapping, or exclude the table"));
        }
      }
    }
    return found;
  }

  private static void engines(Asked asked, List<Finding> found) throws SQLException {
    new Described(asked.connection())
        .each(
            "ENGINE, TABLE_TYPE",
            "TABLES WHERE {} AND TABLE_TYPE <> 'VIEW'",
            "TABLE_SCHEMA",
            "TABLE_NAME",
            (name, row) -> {
              Optional<Table> table = asked.table(name);
              String engine = String.valueOf(row.getString(3));
              if (table.isPresent() && !engine.equalsIgnoreCase("InnoDB")) {
                found.add(
                    stops(
                        table.get(),
                        "its engine is %s, which has no transactions, or others than the log tells"
                            .formatted(engine),
                        "ALTER TABLE %s ENGINE = InnoDB, or exclude it"
                            .formatted(Sql.table(name))));
              }
              if (table.isPresent() && row.getString(4).equals("SYSTEM VERSIONED")) {
                found.add(
                    stops(
                        table.get(),
                        "it is system-versioned, and the rows of its past are not carried",
                        "ALTER TABLE %s DROP SYSTEM VERSIONING, or exclude it"
                            .formatted(Sql.table(name))));
              }
            });
  }

  /** MariaDB's unique index of whole texts: it is asked for after the primary key is. */
  private static void hashes(Asked asked, List<Finding> found) throws SQLException {
    new Described(asked.connection())
        .each(
            "INDEX_NAME",
            "STATISTICS WHERE {} AND INDEX_TYPE = 'HASH' AND NON_UNIQUE = 0 AND SEQ_IN_INDEX = 1",
            "TABLE_SCHEMA",
            "TABLE_NAME",
            (name, row) -> {
              Optional<Table> table = asked.table(name);
              if (table.isPresent()) {
                found.add(
                    stops(
                        table.get(),
                        "its unique index %s is of whole texts by their hashes: a row that Crossfade writes could take the place of another one"
                            .formatted(row.getString(3)),
                        "make it of the beginnings of the texts, or of a column of a length"));
              }
            });
  }

  /** MariaDB logs such values as they are stored. The catalog tells it as a remark. */
  private static void compressed(Asked asked, List<Finding> found) throws SQLException {
    if (!asked.followed()) {
      return;
    }
    new Described(asked.connection())
        .each(
            "COLUMN_NAME",
            "COLUMNS WHERE {} AND COLUMN_TYPE LIKE '% COMPRESSED*/'",
            "TABLE_SCHEMA",
            "TABLE_NAME",
            (name, row) -> {
              Optional<Table> table = asked.table(name);
              if (table.isPresent()) {
                found.add(
                    stops(
                        table.get(),
                        "column %s is COMPRESSED, and the log has its values in a form that is not read"
                            .formatted(row.getString(3)),
                        "ALTER TABLE %s MODIFY it without COMPRESSED, or exclude the table"
                            .formatted(Sql.table(name))));
              }
            });
  }

  private static void key(Asked asked, Table table, List<Finding> found) {
    if (table.key().isEmpty() && asked.side() == Side.SOURCE) {
      found.add(
          stops(
              table,
              "it has no primary key of whole columns, nor a unique index of columns that always have a value",
              "ALTER TABLE %s ADD PRIMARY KEY, or exclude it".formatted(Sql.table(table.name()))));
    }
    for (String name : table.key()) {
      if (table.has(name)) {
        String type = table.column(name).type();
        if (INEXACT.matcher(type).matches() || NO_KEY.matcher(type).matches()) {
          found.add(
              stops(
                  table,
                  "its key has the column %s of type %s, in which a row cannot be looked up by its text"
                      .formatted(name, type),
                  "give the table a key of another type, or exclude it"));
        }
      }
    }
  }

  private static Finding stops(Table table, String what, String mend) {
    return Finding.stops(new Problem(what, table.name().toString(), mend));
  }
}
