package io.crossfade.bench;

import java.sql.SQLException;
import java.util.List;

/// Rows that MariaDB and PostgreSQL print in ways of their own, in two tables.
final class ComparedRows {
  static final List<String> TABLES = List.of("mixed_1", "mixed_2");

  private static final String ON_MARIADB =
      """
      id bigint NOT NULL PRIMARY KEY, n int NOT NULL, small smallint NOT NULL, active boolean NOT NULL, price decimal(12,2) NOT NULL,
      ratio double NOT NULL, name varchar(60) NOT NULL, code char(8) NOT NULL, born date NOT NULL, seen datetime(6) NOT NULL,
      made timestamp(3) NOT NULL, note text, doc json NOT NULL\
      """;

  private static final String ON_POSTGRESQL =
      """
      id bigint PRIMARY KEY, n integer NOT NULL, small smallint NOT NULL, active boolean NOT NULL, price numeric(12,2) NOT NULL,
      ratio double precision NOT NULL, name varchar(60) NOT NULL, code varchar(8) NOT NULL, born date NOT NULL, seen timestamp(6) NOT NULL,
      made timestamptz(3) NOT NULL, note text, doc jsonb NOT NULL\
      """;

  private static final String FILL =
      """
      SELECT seq, seq * 7919 % 1000003, seq % 30000, seq % 3 = 0, seq % 100000 / 7, seq / 4, concat('Name ', seq % 20011, ' of ', seq),
        substr(md5(seq), 1, 8), '1950-01-01' + INTERVAL seq % 20000 DAY, '2020-03-01 12:00:00.000250' + INTERVAL seq SECOND,
        '2021-03-01 12:00:00' + INTERVAL seq SECOND, if(seq % 5 = 0, NULL, concat('A note, ', repeat(md5(seq), 3))),
        concat('{"n": ', seq % 97, ', "at": "', substr(md5(seq), 9, 6), '", "tags": ["new", "seen"]}') FROM seq_1_to_ROWS\
      """;

  /// What people write by hand has to print what is equal alike. It is in luck with `doc`, whose
  /// keys stand as PostgreSQL orders them, and with `ratio`.
  private static final String BY_MARIADB =
      """
      md5(concat_ws('|', id, n, small, active, price, ratio, name, code, born, date_format(seen, '%Y-%m-%d %H:%i:%s.%f'),
        date_format(made, '%Y-%m-%d %H:%i:%s.%f'), coalesce(note, '<null>'), doc))\
      """;

  private static final String BY_POSTGRESQL =
      """
      md5(concat_ws('|', id, n, small, active::int, price, ratio, name, code, born, to_char(seen, 'YYYY-MM-DD HH24:MI:SS.US'),
        to_char(made, 'YYYY-MM-DD HH24:MI:SS.US'), coalesce(note, '<null>'), doc))\
      """;

  private ComparedRows() {}

  static void fill(MySqlSite site, long rows) throws SQLException {
    for (String table : TABLES) {
      site.sql(
          "CREATE TABLE " + table + " (" + ON_MARIADB + ") DEFAULT CHARSET utf8mb4",
          "SET time_zone = '+00:00'",
          "INSERT INTO " + table + " " + FILL.replace("ROWS", "" + rows / TABLES.size()),
          "ANALYZE TABLE " + table);
    }
  }

  static void create(Site site) throws SQLException {
    for (String table : TABLES) {
      site.sql("CREATE TABLE " + table + " (" + ON_POSTGRESQL + ")");
    }
  }

  /// A sum of parts of MD5, as the tool data-diff makes it.
  static String sumOnMariaDb(String table, String range) {
    return "SELECT concat(count(*), ':', sum(cast(conv(substr(%s, 18), 16, 10) AS unsigned))) FROM %s WHERE %s"
        .formatted(BY_MARIADB, table, range);
  }

  static String sumOnPostgresql(String table, String range) {
    return "SELECT count(*) || ':' || sum(('x' || substr(%s, 18))::bit(60)::bigint) FROM %s WHERE %s"
        .formatted(BY_POSTGRESQL, table, range);
  }
}
