package io.crossfade.bench;

import io.crossfade.connector.Catalog;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.sql.SQLException;
import java.util.List;

/// Rows of 14 columns in MariaDB, the same in each run, and what they are on PostgreSQL. They lie
/// in two tables, because some peers work on a table with one connection only.
final class MySqlRows {
  static final List<String> TABLES = List.of("wide_1", "wide_2");

  private static final String COLUMNS =
      """
      id bigint NOT NULL PRIMARY KEY, n int NOT NULL, small smallint NOT NULL, price decimal(12,2) NOT NULL,
      ratio double NOT NULL, big bigint unsigned NOT NULL, name varchar(60) NOT NULL, code char(8) NOT NULL,
      born date NOT NULL, seen datetime(6) NOT NULL, made timestamp(3) NOT NULL, note text, hash varbinary(40) NOT NULL,
      again int NOT NULL\
      """;

  private static final String FILL =
      """
      SELECT seq, seq * 7919 % 1000003, seq % 30000, seq % 100000 / 7, seq / 3.7, seq * 18446744073, concat('Name ', seq % 20011, ' of ', seq),
        substr(md5(seq), 1, 8), '1950-01-01' + INTERVAL seq % 20000 DAY, '2020-03-01 12:00:00.000250' + INTERVAL seq SECOND,
        '2021-03-01 12:00:00' + INTERVAL seq SECOND, if(seq % 5 = 0, NULL, concat('A note with a\\ttab, ', repeat(md5(seq), 3))),
        unhex(sha1(seq)), seq % 97 FROM seq_BEGIN_to_END\
      """;

  /// As text that COPY reads, out of the client's batch mode, which writes `NULL` for NULL.
  private static final String BATCH =
      "SELECT id, n, small, price, ratio, big, name, code, born, seen, made, note,"
          + " concat('\\\\x', hex(hash)), again FROM ";

  private static final String ON_POSTGRESQL =
      """
      id bigint PRIMARY KEY, n integer NOT NULL, small smallint NOT NULL, price numeric(12,2) NOT NULL, ratio double precision NOT NULL,
      big numeric(20) NOT NULL, name varchar(60) NOT NULL, code varchar(8) NOT NULL, born date NOT NULL, seen timestamp(6) NOT NULL,
      made timestamptz(3) NOT NULL, note text, hash bytea NOT NULL, again integer NOT NULL\
      """;

  private MySqlRows() {}

  static void fill(MySqlSite site, long rows) throws SQLException {
    for (String table : TABLES) {
      site.sql(
          make(table),
          "SET time_zone = '+00:00'",
          insert(table, 1, rows / TABLES.size()),
          "ANALYZE TABLE " + table);
    }
  }

  /// Without rows.
  static String make(String table) {
    return "CREATE TABLE " + table + " (" + COLUMNS + ") DEFAULT CHARSET utf8mb4";
  }

  /// In a session whose zone is UTC.
  static String insert(String table, long from, long to) {
    return "INSERT INTO " + table + " " + FILL.replace("BEGIN", "" + from).replace("END", "" + to);
  }

  static void create(Site site) throws SQLException {
    for (String table : TABLES) {
      site.sql("CREATE TABLE " + table + " (" + ON_POSTGRESQL + ")");
    }
  }

  static String batch(String table) {
    return "SET time_zone = '+00:00'; " + BATCH + table;
  }

  /// As a manifest that says nothing of its columns: into the schema `public`.
  static TableMapping mapping(Catalog source, Catalog target, Table from) {
    Table proposed = target.propose(source.portable(from).table()).table();
    Table to =
        new Table(
            new io.crossfade.model.TableName("public", from.name().name()),
            proposed.columns(),
            proposed.key(),
            List.of(),
            List.of(),
            from.estimatedRows());
    return converted(from, to);
  }

  /// Each column into that of its name.
  static TableMapping converted(Table from, Table to) {
    return new TableMapping(
        from, to, from.columns().stream().map(column -> converted(column, to)).toList());
  }

  private static ColumnMapping converted(Column from, Table to) {
    return new ColumnMapping.Converted(
        from.name(), from.kind(), from.name(), to.column(from.name()).kind(), false);
  }
}
