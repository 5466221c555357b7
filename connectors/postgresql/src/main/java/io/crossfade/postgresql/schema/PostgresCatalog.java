package io.crossfade.postgresql.schema;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Finding;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Shape;
import io.crossfade.connector.Size;
import io.crossfade.model.Column;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.preflight.Asked;
import io.crossfade.postgresql.preflight.Checks;
import io.crossfade.postgresql.preflight.Differences;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Slices;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What PostgreSQL says of itself, and the tables we make in it. */
public final class PostgresCatalog implements Catalog {
  private static final String WHAT = "catalog";

  /** Each has some indexes and perhaps a sequence. */
  private static final int TABLES_TOGETHER = 100;

  private final Sessions sessions;

  public PostgresCatalog(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Table> tables() {
    return sessions.call(WHAT, "read the catalog", TableReading::read);
  }

  @Override
  public List<Shape> shapes() {
    return sessions.call(WHAT, "look at the tables' columns", ShapeReading::read);
  }

  @Override
  public String spelling(String type) {
    return sessions.call(WHAT, "look up a type", c -> TypeSpelling.of(c, type));
  }

  @Override
  public List<Finding> preflight(Side side, List<Table> tables) {
    return sessions.call(
        WHAT,
        "check the server",
        c -> {
          List<Finding> found = new ArrayList<>();
          new Preflight(c, sessions.name(), side, tables)
              .problems()
              .forEach(problem -> found.add(Finding.stops(problem)));
          found.addAll(Checks.find(new Asked(c, sessions.name(), side, tables)));
          return found;
        });
  }

  @Override
  public List<Finding> differences(Map<String, String> source, List<Table> tables) {
    return Differences.find(source, settings(), sessions.name(), tables);
  }

  @Override
  public Map<TableName, Size> sizes(List<Table> tables) {
    return sessions.call(WHAT, "look how large the tables are", c -> TableSizes.read(c, tables));
  }

  @Override
  public List<String> ddl(List<Table> tables) {
    return TableStatements.of(tables);
  }

  @Override
  public List<NotCarried> notCarried(List<Table> tables) {
    return sessions.call(
        WHAT,
        "look for what is not carried",
        c -> {
          List<NotCarried> found = TableRemains.find(c, tables);
          found.addAll(SchemaRemains.find(c, tables));
          return found;
        });
  }

  @Override
  public void create(List<Table> tables) {
    for (List<Table> some : Slices.of(tables, TABLES_TOGETHER)) {
      Transaction.run(
          sessions,
          WHAT,
          "create the tables",
          c -> {
            TableMaking.create(c, some);
            return some;
          });
    }
  }

  @Override
  public void finish(List<Table> tables) {
    sessions.call(
        WHAT,
        "build indexes and constraints",
        c -> {
          new TableFinishing(c).finish(tables);
          return tables;
        });
  }

  @Override
  public Optional<String> whyNotAdded(Column column) {
    return TableAdjusting.whyNotAdded(column);
  }

  @Override
  public void adjust(Table table) {
    sessions.call(
        WHAT,
        "adjust " + table.name(),
        c -> {
          new TableAdjusting(c).adjust(table);
          return table;
        });
  }

  @Override
  public void drop(List<Table> tables) {
    for (List<Table> some : Slices.of(tables, TABLES_TOGETHER)) {
      Transaction.run(
          sessions,
          WHAT,
          "drop the tables that were made",
          c -> {
            TableMaking.detach(c, some);
            TableMaking.drop(c, some);
            return some;
          });
    }
  }

  @Override
  public Map<String, String> settings() {
    return sessions.call(WHAT, "read the server's settings", ServerSettings::read);
  }

  @Override
  public Map<TableName, Long> largeRows(List<Table> tables) {
    return sessions.call(WHAT, "look for large rows", c -> LargeRows.find(c, tables));
  }

  @Override
  public long count(Table table, long limit) {
    String sql = "SELECT count(*) FROM (SELECT FROM " + Sql.table(table.name()) + " LIMIT ?) AS t";
    return sessions.call(
        WHAT,
        "count " + table.name(),
        c -> {
          try (PreparedStatement statement = c.prepareStatement(sql)) {
            statement.setLong(1, limit);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }
}
