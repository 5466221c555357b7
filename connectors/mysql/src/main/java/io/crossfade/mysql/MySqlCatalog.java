package io.crossfade.mysql;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Comment;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Lease;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Proposal;
import io.crossfade.connector.Shape;
import io.crossfade.connector.Size;
import io.crossfade.connector.portable.PortableTable;
import io.crossfade.model.Column;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import io.crossfade.mysql.foreign.MySqlKinds;
import io.crossfade.mysql.foreign.MySqlWords;
import io.crossfade.mysql.foreign.ProposedTable;
import io.crossfade.mysql.objects.ViewMaking;
import io.crossfade.mysql.objects.ViewReading;
import io.crossfade.mysql.preflight.Asked;
import io.crossfade.mysql.preflight.Checks;
import io.crossfade.mysql.preflight.Differences;
import io.crossfade.mysql.schema.Comments;
import io.crossfade.mysql.schema.LargeRows;
import io.crossfade.mysql.schema.Remains;
import io.crossfade.mysql.schema.ServerSettings;
import io.crossfade.mysql.schema.ShapeReading;
import io.crossfade.mysql.schema.TableAdjusting;
import io.crossfade.mysql.schema.TableFinishing;
import io.crossfade.mysql.schema.TableMaking;
import io.crossfade.mysql.schema.TableReading;
import io.crossfade.mysql.schema.TableSizes;
import io.crossfade.mysql.schema.TableStatements;
import io.crossfade.mysql.schema.TypeSpelling;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.workspace.MadeObjects;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What MySQL or MariaDB says of itself, and the tables we make in it. */
final class MySqlCatalog implements Catalog {
  private static final String WHAT = "catalog";

  private final Sessions sessions;

  MySqlCatalog(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public String dialect() {
    return "mysql";
  }

  @Override
  public Kind kind(String type) {
    return MySqlKinds.of(type);
  }

  @Override
  public Proposal portable(Table table) {
    return PortableTable.of(table, new MySqlWords());
  }

  @Override
  public Proposal propose(Table portable) {
    return ProposedTable.of(portable, exactCollation(sessions.dialect()));
  }

  /** Compares by the letters' numbers, and a blank at the end of a text counts. */
  private static String exactCollation(Dialect dialect) {
    return switch (dialect) {
      case MYSQL -> "utf8mb4_0900_bin";
      case MARIADB -> "utf8mb4_nopad_bin";
    };
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
  public List<Finding> preflight(Side side, List<Table> tables, boolean followed) {
    return sessions.call(
        WHAT,
        "check the server",
        c -> Checks.find(Asked.of(c, sessions.name(), side, tables, followed)));
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
  public List<String> ddl(List<String> before, List<Table> tables, List<String> after) {
    List<String> statements = new ArrayList<>(before);
    statements.addAll(TableStatements.of(tables));
    statements.addAll(after);
    return statements;
  }

  @Override
  public List<NotCarried> notCarried(List<Table> tables) {
    return sessions.call(WHAT, "look for what is not carried", c -> Remains.find(c, tables));
  }

  @Override
  public List<SchemaObject> objects(Set<String> schemas, List<Table> tables) {
    return sessions.call(
        WHAT, "look what stands around the tables", c -> ViewReading.read(c, schemas, tables));
  }

  @Override
  public List<Comment> comments(List<Table> tables) {
    return sessions.call(WHAT, "read comments", c -> Comments.read(c, tables));
  }

  @Override
  public Map<ObjectName, String> obstacles(List<SchemaObject> objects) {
    return ViewMaking.obstacles(objects);
  }

  @Override
  public List<NotCarried> make(Lease lease, List<SchemaObject> objects) {
    return sessions.call(
        lease.migration() + "/catalog",
        "make what stands around the tables",
        c -> new ViewMaking(sessions, c, lease).make(objects));
  }

  @Override
  public void create(Lease lease, List<Table> tables) {
    sessions.call(
        lease.migration() + "/catalog",
        "create the tables",
        c -> {
          TableMaking.create(c, lease, tables);
          return tables;
        });
  }

  @Override
  public void finish(Lease lease, List<Table> tables) {
    sessions.call(
        lease.migration() + "/catalog",
        "build indexes and constraints",
        c -> {
          new TableFinishing(c, lease).finish(tables);
          return tables;
        });
  }

  @Override
  public Optional<String> whyNotAdded(Column column) {
    return TableAdjusting.whyNotAdded(column);
  }

  @Override
  public void adjust(Lease lease, Table table) {
    sessions.call(
        WHAT,
        "adjust " + table.name(),
        c -> {
          new TableAdjusting(c).adjust(table);
          return table;
        });
  }

  @Override
  public void drop(String migration, TableName table) {
    sessions.call(
        WHAT,
        "drop " + table,
        c -> {
          MadeObjects.drop(c, migration, table);
          return table;
        });
  }

  @Override
  public void drop(String migration) {
    sessions.call(
        migration + "/remove",
        "drop what was made",
        c -> {
          MadeObjects.drop(c, migration);
          return migration;
        });
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
    String sql =
        "SELECT COUNT(*) FROM (SELECT 1 FROM " + Sql.table(table.name()) + " LIMIT ?) AS t";
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
