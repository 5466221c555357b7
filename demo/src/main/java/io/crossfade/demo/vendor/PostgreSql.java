package io.crossfade.demo.vendor;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// PostgreSQL.
public record PostgreSql() implements Vendor {

  @Override
  public String scripts() {
    return "";
  }

  /// Sorting for the indexes and checking the foreign keys is most of the work.
  @Override
  public List<String> beforeBuilding() {
    return List.of(
        "SET maintenance_work_mem = '256MB'", "SET max_parallel_maintenance_workers = 0");
  }

  @Override
  public List<String> afterBuilding(Map<String, Integer> last) {
    List<String> statements = new ArrayList<>();
    last.forEach((table, number) ->
        statements.add(
            "SELECT setval(pg_get_serial_sequence('%s', 'id'), %d)".formatted(table, number)));
    return statements;
  }

  /// Short queries: compiling them takes longer than they do.
  @Override
  public List<String> beforeJudging() {
    return List.of("SET jit = off", "SET TimeZone = 'UTC'");
  }

  @Override
  public String sleep() {
    return "SELECT pg_sleep(?)";
  }

  /// The server knows best of which type a column is that takes a text of a certain form.
  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case Json json -> statement.setObject(index, json.text(), Types.OTHER);
      case UUID uuid -> statement.setObject(index, uuid.toString(), Types.OTHER);
      case null, default -> statement.setObject(index, value);
    }
  }

  /// As drivers for servers in a network are set: a lost server must not hang a client for ever.
  @Override
  public Map<String, String> poolSettings(String name) {
    return Map.of("ApplicationName", name, "socketTimeout", "30", "tcpKeepAlive", "true");
  }

  @Override
  public List<String> newSchema(String name) {
    return List.of("CREATE SCHEMA " + name, "SET search_path = " + name);
  }

  @Override
  public String ofHsqldb(String createTable) {
    return createTable
        .replace("MEMORY TABLE", "TABLE")
        .replace(" DOUBLE", " DOUBLE PRECISION")
        .replace(" TINYINT", " SMALLINT");
  }

  @Override
  public String pass(String migration) {
    return "SET crossfade.pass = '" + migration + "'";
  }
}
