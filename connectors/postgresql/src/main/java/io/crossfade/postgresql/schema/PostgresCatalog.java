package io.crossfade.postgresql.schema;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Comment;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Lease;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Proposal;
import io.crossfade.connector.RoleRights;
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
import io.crossfade.postgresql.foreign.PostgresKinds;
import io.crossfade.postgresql.foreign.PostgresWords;
import io.crossfade.postgresql.foreign.ProposedTable;
import io.crossfade.postgresql.objects.ObjectMaking;
import io.crossfade.postgresql.objects.ObjectReading;
import io.crossfade.postgresql.objects.TargetObstacles;
import io.crossfade.postgresql.objects.Trait;
import io.crossfade.postgresql.preflight.Asked;
import io.crossfade.postgresql.preflight.Checks;
import io.crossfade.postgresql.preflight.Differences;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Slices;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import io.crossfade.postgresql.workspace.MadeObjects;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  public String dialect() {
    return "postgresql";
  }

  @Override
  public Kind kind(String type) {
    return PostgresKinds.of(type);
  }

  @Override
  public Proposal portable(Table table) {
    return PortableTable.of(table, new PostgresWords());
  }

  @Override
  public Proposal propose(Table portable) {
    return ProposedTable.of(portable);
  }

  @Override
  public List<Finding> preflight(Side side, List<Table> tables, boolean followed) {
    return sessions.call(
        WHAT,
        "check the server",
        c -> {
          List<Finding> found = new ArrayList<>();
          new Preflight(c, sessions.name(), side, tables)
              .problems(followed)
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
  public RoleRights rights(String role, List<TableName> tables) {
    return sessions.call(
        WHAT, "look what " + role + " may", c -> TableRights.read(c, role, tables));
  }

  @Override
  public List<String> ddl(List<String> before, List<Table> tables, List<String> after) {
    List<String> statements = new ArrayList<>();
    if (before.size() + after.size() > 0) {
      // A body may name what is made later.
      statements.add("SET check_function_bodies = off");
    }
    statements.addAll(before);
    statements.addAll(TableStatements.of(tables));
    statements.addAll(after);
    return statements;
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
  public List<SchemaObject> objects(Set<String> schemas, List<Table> tables) {
    return sessions.call(
        WHAT, "look what stands around the tables", c -> ObjectReading.read(c, schemas, tables));
  }

  @Override
  public Optional<SchemaObject> commenting(Comment comment) {
    return Optional.of(Trait.comment(comment));
  }

  @Override
  public Map<ObjectName, String> obstacles(List<SchemaObject> objects) {
    return sessions.call(WHAT, "look what can be made", c -> TargetObstacles.find(c, objects));
  }

  @Override
  public List<NotCarried> make(Lease lease, List<SchemaObject> objects) {
    return sessions.call(
        lease.migration() + "/catalog",
        "make what stands around the tables",
        c -> new ObjectMaking(sessions, c, lease).make(objects));
  }

  @Override
  public void create(Lease lease, List<Table> tables) {
    for (List<Table> some : Slices.of(tables, TABLES_TOGETHER)) {
      Transaction.run(
          sessions,
          lease.migration() + "/catalog",
          "create the tables",
          c -> {
            TableMaking.create(c, lease, some);
            return some;
          });
      sessions.call(
          lease.migration() + "/catalog",
          "create the tables' partitions",
          c -> {
            new PartitionMaking(c, lease).make(some);
            return some;
          });
    }
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
          new PartitionMaking(c, lease).adjust(table);
          return table;
        });
  }

  @Override
  public void drop(String migration, TableName table) {
    Transaction.run(
        sessions,
        WHAT,
        "drop " + table,
        c -> {
          MadeObjects.drop(c, migration, Sql.table(table));
          return table;
        });
  }

  @Override
  public void drop(String migration) {
    MadeObjects.drop(sessions, migration);
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
