package io.crossfade.bench;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Rows of 14 columns and about 340 bytes, the same in each run. They lie in two tables, because
/// some peers work on a table with one connection only.
final class WideRows {
  static final List<String> TABLES = List.of("wide_1", "wide_2");

  /// What becomes of the rows on the way.
  enum Way {
    PASSED {
      @Override
      ColumnMapping mapping(WideColumn column, String type) {
        return new ColumnMapping.Copied(column.name(), column.name());
      }

      @Override
      String type(WideColumn column) {
        return column.type();
      }

      @Override
      String sql(WideColumn column) {
        return column.name();
      }
    },
    /// Every column gets another type.
    CAST {
      @Override
      ColumnMapping mapping(WideColumn column, String type) {
        return new ColumnMapping.Cast(column.name(), type, column.name(), column.castTo());
      }

      @Override
      String type(WideColumn column) {
        return column.castTo();
      }

      @Override
      String sql(WideColumn column) {
        return column.name() + "::" + column.castTo();
      }
    },
    /// Every column but the key is computed by an expression of its own.
    COMPUTED {
      @Override
      ColumnMapping mapping(WideColumn column, String type) {
        return column.name().equals("id")
            ? CAST.mapping(column, type)
            : new ColumnMapping.Computed(column.name(), column.computed().expression());
      }

      @Override
      String type(WideColumn column) {
        return column.computed().type();
      }

      @Override
      String sql(WideColumn column) {
        return column.computed().sameInSql();
      }
    };

    abstract ColumnMapping mapping(WideColumn column, String type);

    abstract String type(WideColumn column);

    /// What the target has to have, as SQL on the source.
    abstract String sql(WideColumn column);

    /// All of it.
    String query(String table) {
      return "SELECT "
          + WideColumn.ALL.stream().map(this::sql).collect(Collectors.joining(", "))
          + " FROM "
          + table;
    }
  }

  private WideRows() {}

  static void create(Site site) throws SQLException {
    create(site, Way.PASSED);
  }

  /// As they are after that way.
  static void create(Site site, Way way) throws SQLException {
    String columns =
        WideColumn.ALL.stream()
            .map(column -> column.name() + " " + way.type(column) + " NOT NULL")
            .collect(Collectors.joining(", "));
    for (String table : TABLES) {
      site.sql("CREATE TABLE " + table + " (" + columns + ", PRIMARY KEY (id))");
    }
  }

  /// Half of the rows into each table.
  static void fill(Site site, long rows) throws SQLException {
    for (String table : TABLES) {
      site.sql(insert(table, 1, rows / TABLES.size()), "VACUUM ANALYZE " + table);
    }
  }

  static String insert(String table, long from, long to) {
    String values = WideColumn.ALL.stream().map(WideColumn::fill).collect(Collectors.joining(", "));
    return "INSERT INTO %s SELECT %s FROM generate_series(%d, %d) AS g"
        .formatted(table, values, from, to);
  }

  static TableMapping mapping(Table from, Way way) {
    List<Column> columns = new ArrayList<>();
    List<ColumnMapping> mapped = new ArrayList<>();
    for (WideColumn column : WideColumn.ALL) {
      Column there = from.column(column.name());
      columns.add(new Column(there.name(), way.type(column), there.nullable(), null, false, false));
      mapped.add(way.mapping(column, there.type()));
    }
    return new TableMapping(from, from.with(columns), mapped);
  }

  /// What the rows have to be on the target, as [Rows#digest] gives it there.
  static String expected(Site source, Way way) throws SQLException {
    return Rows.digest(source, TABLES.stream().map(way::query).toList());
  }

  static long bytes(Site site) throws SQLException {
    long bytes = 0;
    for (String table : TABLES) {
      bytes += Long.parseLong(site.one("SELECT pg_table_size('" + table + "')"));
    }
    return bytes;
  }
}
