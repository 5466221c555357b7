package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.SharedFormats;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Typed frames bring what lines bring, and refuse what they refuse.
@Timeout(120)
class TypedFramesIT {
  /// @param zeroAsNull whether the manifest says `zeroDates: asNull`
  /// @param values as SQL of the source
  record Column(String type, String target, boolean zeroAsNull, List<String> values) {
    static Column of(String type, String target, String... values) {
      return new Column(type, target, false, List.of(values));
    }
  }

  private static final String ODD = "CONVERT(X'0109620A630D64005C5C4E27225C6E1A' USING utf8mb4)";
  private static final String NINES = "9".repeat(35);

  static final List<Column> FIT =
      List.of(
          Column.of("tinyint", "smallint", "-128", "0", "127"),
          Column.of("tinyint unsigned", "smallint", "255"),
          Column.of("tinyint(1)", "boolean", "0", "1"),
          Column.of("tinyint(1)", "integer", "-7", "1"),
          Column.of("smallint", "smallint", "-32768", "32767"),
          Column.of("smallint unsigned", "integer", "65535"),
          Column.of("mediumint", "integer", "-8388608", "8388607"),
          Column.of("mediumint unsigned", "bigint", "16777215"),
          Column.of("int", "integer", "-2147483648", "2147483647"),
          Column.of("int unsigned", "bigint", "4294967295"),
          Column.of("int(6) zerofill", "bigint", "42"),
          Column.of("int(6) zerofill", "text", "42"),
          Column.of("int", "smallint", "-32768", "32767"),
          Column.of("int", "boolean", "0", "1"),
          Column.of("int", "numeric(12,2)", "-7", "0"),
          Column.of("int", "double precision", "-7", "2147483647"),
          Column.of("int", "text", "-7"),
          Column.of("bigint", "bigint", "-9223372036854775808", "9223372036854775807"),
          Column.of("bigint", "numeric", "-9223372036854775808", "10000", "99990000"),
          Column.of("bigint unsigned", "numeric(20,0)", "0", "9999", "18446744073709551615"),
          Column.of("bigint unsigned", "bigint", "9223372036854775807"),
          Column.of("bigint unsigned", "text", "18446744073709551615"),
          Column.of("year", "smallint", "0", "1901", "2155"),
          Column.of("year", "text", "0", "2024"),
          Column.of("bit(1)", "boolean", "0", "1"),
          Column.of("bit(12)", "bit(12)", "b'101'", "4095"),
          Column.of("bit(64)", "bit varying", "1", "18446744073709551615"),
          Column.of("bit(12)", "bytea", "b'101'"),
          Column.of("decimal(12,2)", "numeric(12,2)", "0", "-0.01", "0.10", "9999999999.99"),
          Column.of("decimal(12,4)", "numeric(9,1)", "0.05", "-99999999.9499"),
          Column.of("decimal(12,4)", "numeric", "10000.0001", "99999999.9999"),
          Column.of("decimal(65,30)", "numeric(65,30)", "1e-30", "-" + NINES + ".5", "123456.789"),
          Column.of("decimal(65,0)", "numeric(65,0)", NINES + NINES.substring(5), "100000000"),
          Column.of("decimal(8,2) zerofill", "numeric(8,2)", "7.5"),
          Column.of("decimal(10,0)", "integer", "2147483647"),
          Column.of("decimal(10,2)", "double precision", "0.10"),
          Column.of("float", "real", "0.1", "-3.4e38", "1e-45", "16777217"),
          Column.of("float", "double precision", "0.1"),
          Column.of("double", "double precision", "0.1", "-1.7e308", "5e-324", "1e15", "-0e0"),
          Column.of("double", "real", "0.1"),
          Column.of("double", "numeric(10,3)", "0.1235"),
          Column.of("char(8)", "character varying(8)", "''", "'ab  '", "'ümlaut'"),
          Column.of("char(8)", "character(8)", "'ab'"),
          Column.of("varchar(8)", "character varying(4)", "'äöüß'", "'\uD83D\uDE00'"),
          Column.of("varchar(40)", "text", "'tab\\tline\\n\\\\N'", "' '", "'\\\\x00'"),
          Column.of("varchar(40) CHARACTER SET latin1", "text", "'ß€'"),
          Column.of("longtext", "text", "REPEAT('abc\u20AC', 30000)", "''"),
          Column.of("varchar(40)", "integer", "'42'", "'-7'"),
          Column.of("varchar(40)", "numeric(6,2)", "'1e2'", "'-0.005'"),
          Column.of("varchar(40)", "double precision", "'NaN'", "'-Infinity'", "'1.5'"),
          Column.of("varchar(40)", "numeric", "'NaN'", "'Infinity'", "'7.50'"),
          Column.of("varchar(40)", "timestamp", "'2024-02-29 12:34:56.5'", "'infinity'"),
          Column.of("varchar(40)", "date", "'-infinity'", "'0001-01-01'", "'2024-02-29'"),
          Column.of("varchar(40)", "bytea", "'\\\\x0aff'"),
          Column.of("varchar(40)", "jsonb", "'{\"a\": [1, null]}'"),
          Column.of("char(36)", "uuid", "'0b7d3c1e-9a54-4c5b-8f4e-0123456789ab'"),
          Column.of("binary(16)", "uuid", "UNHEX(REPEAT('0f', 16))"),
          Column.of("binary(4)", "bytea", "X'00ff'"),
          Column.of("varbinary(40)", "bytea", "X''", "X'0000'", "X'5C78'"),
          Column.of("longblob", "bytea", "REPEAT(X'00ff5c', 30000)"),
          Column.of("date", "date", "'1000-01-01'", "'0001-01-01'", "'1999-12-31'", "'9999-12-31'"),
          Column.of("date", "date", "'2000-02-29'", "'1900-02-28'", "'1970-03-01'"),
          Column.of("date", "timestamp", "'2024-02-29'"),
          new Column("date", "date", true, List.of("'0000-00-00'", "'2024-00-10'", "'2024-01-01'")),
          Column.of("datetime", "timestamp(0)", "'2024-02-29 00:00:00'", "'1000-01-01 23:59:59'"),
          Column.of("datetime(6)", "timestamp", "'2024-02-29 12:34:56.000001'", "'2024-03-01'"),
          Column.of("datetime(3)", "timestamptz(3)", "'1969-12-31 23:59:59.999'"),
          Column.of("datetime(6)", "timestamp(2)", "'9999-12-30 23:59:59.999999'"),
          Column.of("datetime(6)", "date", "'2024-02-29 23:59:59.9'"),
          Column.of("datetime(6)", "text", "'2024-02-29 23:59:59.9'"),
          new Column("datetime", "timestamptz", true, List.of("0", "'2024-01-01 01:02:03'")),
          Column.of("timestamp(6) NULL", "timestamptz", "'2038-01-19 03:14:07.999999'"),
          Column.of("timestamp NULL", "timestamp", "'1970-01-01 00:00:01'"),
          Column.of("time(6)", "time", "'00:00:00.000001'", "'23:59:59.999999'", "'0'"),
          Column.of("time(3)", "interval", "'-838:59:59'", "'-00:00:00.5'", "'26:00:01'"),
          Column.of("time", "text", "'-101:02:03'", "'07:08:09'"),
          Column.of("enum('new','o''ld')", "text", "'o''ld'"),
          Column.of("set('a','b')", "character varying(3)", "'a,b'", "''"),
          Column.of("json", "jsonb", "'{\"b\": 1.0, \"a\": \"\\\\u00e9\\\\n\"}'", "'[1, 2, null]'"),
          Column.of("json", "jsonb", "'\"\\\\\\\\u0000\"'"));

  private static final List<Column> REFUSED =
      List.of(
          Column.of("tinyint(1)", "boolean", "5"),
          Column.of("int", "smallint", "32768"),
          Column.of("bigint unsigned", "bigint", "9223372036854775808"),
          Column.of("bigint unsigned", "integer", "18446744073709551615"),
          Column.of("decimal(5,2)", "numeric(4,2)", "999.99"),
          Column.of("double", "real", "1e300"),
          Column.of("varchar(20)", "character varying(3)", "'abcd'"),
          Column.of("varchar(20)", "character varying(3)", "'äöüß'"),
          Column.of("varchar(20)", "text", ODD),
          Column.of("varchar(20)", "integer", "'x'"),
          Column.of("varchar(20)", "date", "'2024-02-31'"),
          Column.of("varchar(20)", "boolean", "'yes'"),
          Column.of("varchar(20)", "uuid", "'no uuid'"),
          Column.of("varchar(20)", "bytea", "'\\\\xf'"),
          Column.of("varchar(20)", "jsonb", "'['"),
          Column.of("blob", "uuid", "X'0102'"),
          Column.of("date", "date", "'0000-00-00'"),
          Column.of("date", "date", "'2024-00-10'"),
          Column.of("date", "date", "'2023-02-29'"),
          new Column("date", "date", true, List.of("'2023-02-31'")),
          Column.of("datetime", "timestamptz", "'2024-10-00 01:00:00'"),
          Column.of("datetime", "timestamp", "'2024-04-31 01:00:00'"),
          Column.of("time", "time", "'-01:00:00'"),
          Column.of("time", "time", "'24:00:01'"),
          Column.of("json", "jsonb", "'\"\\\\u0000\"'"));

  static final Lease LEASE = new Lease("typed_frames", "test", 1);

  private final String postgres = SharedPostgres.newDatabase(18);

  private TwoDatabases both(MySqlVersion version) {
    // The driver knows only one of the two names.
    String url = SharedMySql.newDatabase(version).replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    return new TwoDatabases(url, postgres);
  }

  static Database open(TwoDatabases both, Side side) {
    return Connectors.open(new Endpoint(both.url(side), both.superuser(side), new Secret("")));
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void theyBringTheSame(MySqlVersion version) throws SQLException {
    TwoDatabases both = both(version);
    make(both, FIT);
    fill(both, FIT);
    try (Database source = open(both, Side.SOURCE);
        Database target = open(both, Side.TARGET)) {
      target.workspace().take(LEASE);
      TableMapping mapping = mapping(source, target, FIT);

      long lines = copy(source, target, mapping, SharedFormats.LINES);
      both.sql(Side.TARGET, "CREATE TABLE lines AS SELECT * FROM here", "TRUNCATE here");
      long typed = copy(source, target, mapping, SharedFormats.TYPED);

      assertThat(source.reader().frameFormats(mapping))
          .containsExactly(SharedFormats.TYPED, SharedFormats.LINES);
      assertThat(target.writer().understands(SharedFormats.TYPED, mapping)).isTrue();
      assertThat(typed).isEqualTo(lines).isEqualTo(7);
      for (int i = 0; i < FIT.size(); i++) {
        String column = "c" + i + "::text";
        assertThat(both.column(Side.TARGET, "SELECT " + column + " FROM here ORDER BY id"))
            .as(FIT.get(i).toString())
            .isEqualTo(both.column(Side.TARGET, "SELECT " + column + " FROM lines ORDER BY id"))
            .doesNotContainSequence(null, null, null, null, null, null, null);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void theyRefuseTheSame(MySqlVersion version) throws SQLException {
    TwoDatabases both = both(version);
    make(both, REFUSED);
    try (Database source = open(both, Side.SOURCE);
        Database target = open(both, Side.TARGET)) {
      target.workspace().take(LEASE);
      TableMapping mapping = mapping(source, target, REFUSED);
      for (int i = 0; i < REFUSED.size(); i++) {
        Column column = REFUSED.get(i);
        both.sql(Side.SOURCE, "TRUNCATE here");
        insert(both, 1, "c" + i, column.values().getFirst());
        for (String format : List.of(SharedFormats.LINES, SharedFormats.TYPED)) {
          assertThatThrownBy(() -> copy(source, target, mapping, format))
              .as("%s of %s", format, column)
              .isInstanceOfSatisfying(
                  CrossfadeException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROW));
        }
      }
      assertThat(both.one(Side.TARGET, "SELECT count(*) FROM here")).isEqualTo("0");
    }
  }

  /// The server sends it in more than one packet.
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void aRowMayBeLargerThanAPacket(MySqlVersion version) throws SQLException {
    List<Column> columns =
        List.of(
            Column.of("longtext", "text"),
            Column.of("longblob", "bytea"),
            Column.of("int", "integer"));
    TwoDatabases both = both(version);
    make(both, columns);
    both.sql(
        Side.SOURCE,
        "INSERT INTO here VALUES (1, REPEAT('abcdefg', 1300000), REPEAT('hijklmn', 1300000), 7),"
            + " (2, 'b', NULL, NULL)");
    try (Database source = open(both, Side.SOURCE);
        Database target = open(both, Side.TARGET)) {
      target.workspace().take(LEASE);

      copy(source, target, mapping(source, target, columns), SharedFormats.TYPED);

      assertThat(
              both.column(
                  Side.TARGET, "SELECT concat_ws(' ', md5(c0), md5(c1), c2) FROM here ORDER BY id"))
          .isEqualTo(
              both.column(
                  Side.SOURCE,
                  "SELECT concat_ws(' ', md5(c0), md5(c1), c2) FROM here ORDER BY id"));
    }
  }

  static void make(TwoDatabases both, List<Column> columns) throws SQLException {
    both.sql(Side.SOURCE, "CREATE TABLE here (id int PRIMARY KEY" + each(columns, true) + ")");
    both.sql(Side.TARGET, "CREATE TABLE here (id integer PRIMARY KEY" + each(columns, false) + ")");
  }

  private static String each(List<Column> columns, boolean source) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> ", c" + i + " " + (source ? columns.get(i).type() : columns.get(i).target()))
        .collect(Collectors.joining());
  }

  /// Rows of the first, second, ... value of each column, and one of none.
  static void fill(TwoDatabases both, List<Column> columns) throws SQLException {
    for (int row = 0; row < 7; row++) {
      List<String> names = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (row < columns.get(i).values().size()) {
          names.add("c" + i);
          values.add(columns.get(i).values().get(row));
        }
      }
      String also = names.isEmpty() ? "" : ", " + String.join(", ", names);
      String given = values.isEmpty() ? "" : ", " + String.join(", ", values);
      insert(both, also, row + given);
    }
  }

  private static void insert(TwoDatabases both, int id, String column, String value)
      throws SQLException {
    insert(both, ", " + column, id + ", " + value);
  }

  private static void insert(TwoDatabases both, String columns, String values) throws SQLException {
    both.sql(
        Side.SOURCE,
        "SET sql_mode = 'ALLOW_INVALID_DATES,STRICT_ALL_TABLES', time_zone = '+00:00'",
        "INSERT INTO here (id" + columns + ") VALUES (" + values + ")");
  }

  static TableMapping mapping(Database source, Database target, List<Column> columns) {
    Table from = table(source);
    Table to = table(target);
    List<ColumnMapping> mapped = new ArrayList<>(List.of(converted(from, to, "id", false)));
    for (int i = 0; i < columns.size(); i++) {
      mapped.add(converted(from, to, "c" + i, columns.get(i).zeroAsNull()));
    }
    return new TableMapping(from, to, mapped);
  }

  private static ColumnMapping converted(Table from, Table to, String name, boolean zeroAsNull) {
    return new ColumnMapping.Converted(
        name, from.column(name).kind(), name, to.column(name).kind(), zeroAsNull);
  }

  private static Table table(Database database) {
    return database.catalog().tables().stream()
        .filter(table -> table.name().name().equals("here"))
        .findFirst()
        .orElseThrow();
  }

  static long copy(Database source, Database target, TableMapping mapping, String format) {
    target.workspace().remove(LEASE.migration());
    target.workspace().take(LEASE);
    target.workspace().plan(LEASE, mapping.from().name(), List.of(KeyRange.ALL));
    Chunk chunk = target.workspace().open(LEASE).orElseThrow();
    try (ChunkWrite write = target.writer().chunk(LEASE, chunk, mapping, format);
        Snapshot snapshot = source.reader().snapshot(List.of(mapping.from()))) {
      long rows = snapshot.frames(mapping, KeyRange.ALL, format, write::frames);
      write.commit(snapshot.boundary(), snapshot.end(), rows);
      return rows;
    }
  }
}
