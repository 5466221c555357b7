package io.crossfade.mysql;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Column;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Secret;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A database of a test's own on a shared server, and its tables as a catalog would tell them. */
public final class Tables implements AutoCloseable {
  public final Database database;
  private final Endpoint endpoint;
  private final String url;
  private final String name;

  public Tables(MySqlVersion version) {
    EmbeddedMySql server = SharedMySql.of(version);
    url = SharedMySql.newDatabase(version);
    name = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    endpoint = new Endpoint(url, server.user(), new Secret(""));
    database = new MySqlDatabase(endpoint, Path.of(System.getProperty("java.io.tmpdir")));
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Those that this machine can run. */
  public static Stream<MySqlVersion> versions() {
    return Arrays.stream(MySqlVersion.values()).filter(v -> v.missing().isEmpty());
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url.replace("jdbc:mysql:", "jdbc:mariadb:"), "root", "");
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public List<String> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    }
  }

  public Table table(String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    List<String> key = new ArrayList<>();
    for (String row :
        query(
            "SELECT column_name, CONCAT(column_type, COALESCE(CONCAT(' COLLATE ', collation_name), '')), column_key = 'PRI'"
                + " FROM information_schema.columns WHERE table_schema = '"
                + name
                + "' AND table_name = '"
                + table
                + "' ORDER BY ordinal_position")) {
      String[] parts = row.split("\\|");
      columns.add(new Column(parts[0], parts[1], true, null, false, false));
      if (parts[2].equals("1")) {
        key.add(parts[0]);
      }
    }
    return new Table(new TableName(name, table), columns, key, List.of(), List.of(), 0);
  }

  public List<Row> rows(TableMapping mapping, KeyRange range) {
    List<Row> rows = new ArrayList<>();
    try (Snapshot snapshot = database.reader().snapshot(List.of(mapping.from()))) {
      snapshot.rows(mapping, range, rows::add);
    }
    return rows;
  }

  public List<Row> rows(Table table) {
    return rows(TableMapping.identity(table), KeyRange.ALL);
  }

  /** Copies a table as one chunk. */
  public void copy(Lease lease, TableMapping mapping, boolean frames) {
    TableName from = mapping.from().name();
    database.workspace().plan(lease, from, List.of(KeyRange.ALL));
    Chunk chunk = database.workspace().open(lease).orElseThrow();
    String format = frames ? database.reader().frameFormats(mapping).get(0) : null;
    try (Snapshot snapshot = database.reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = database.writer().chunk(lease, chunk, mapping, format)) {
      long[] rows = {0};
      if (format != null) {
        // In pieces of an awkward length.
        rows[0] =
            snapshot.frames(
                mapping,
                KeyRange.ALL,
                format,
                (buffer, offset, length) -> {
                  for (int at = 0; at < length; at += 7) {
                    write.frames(buffer, offset + at, Math.min(7, length - at));
                  }
                });
      } else {
        snapshot.rows(
            mapping,
            KeyRange.ALL,
            row -> {
              write.row(row);
              rows[0]++;
            });
      }
      write.commit(snapshot.boundary(), snapshot.end(), rows[0]);
    }
  }

  public ChunkId chunk(String table, int number) {
    return new ChunkId(new TableName(name, table), number);
  }

  /** For messages. */
  public TreeSet<String> sorted(List<Row> rows) {
    TreeSet<String> sorted = new TreeSet<>();
    rows.forEach(row -> sorted.add(row.toString()));
    return sorted;
  }

  @Override
  public void close() {
    database.close();
  }

  /** As a copy of this table would, with what a snapshot of now has seen. */
  public void commit(ChunkWrite write, Table table, long rows) {
    try (Snapshot snapshot = database.reader().snapshot(List.of(table))) {
      write.commit(snapshot.boundary(), snapshot.end(), rows);
    }
  }
}
