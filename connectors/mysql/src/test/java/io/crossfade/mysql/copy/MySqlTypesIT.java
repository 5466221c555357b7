package io.crossfade.mysql.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.Tables;
import io.crossfade.mysqlservers.MySqlVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Edge values of every type: read as canonical text, framed, written again, and digested. */
class MySqlTypesIT {
  private static final Lease LEASE = new Lease("types", "store", 1);

  private static final String COLUMNS =
      """
      id int NOT NULL PRIMARY KEY, i1 tinyint, i3 mediumint unsigned, i8 bigint, u8 bigint unsigned,
      d decimal(65,30), e decimal(5,0), f float, g double, g2 double(10,2), b bit(10), b64 bit(64), y year,
      dt date, t time, t6 time(6), dm datetime, dm3 datetime(3), ts timestamp(6) NULL,
      c char(5), v varchar(40), l varchar(20) CHARACTER SET latin1, x mediumtext CHARACTER SET utf8mb3,
      bn binary(4), vb varbinary(10), bl longblob, en enum('a','b,c','it''s'), st set('x','y'), j json
      """;

  private static final List<String> VALUES =
      List.of(
          "(1, -128, 16777215, -9223372036854775808, 18446744073709551615,"
              + " '-99999999999999999999999999999999999.999999999999999999999999999999', -99999, 1e-45, 5e-324, 1.5,"
              + " b'1000000001', b'1111111111111111111111111111111111111111111111111111111111111111', 0,"
              + " '0000-00-00', '-838:59:59', '-00:00:00.000001', '0000-00-00 00:00:00', '2024-02-29 12:34:56.100', '0000-00-00 00:00:00',"
              + " 'ab  ', 'a\\tb\\\\c\\nd\\re\\0f', '€ä', 'ß', x'00ff', x'', x'00095c0a0d', 'b,c', 'y,x', '{\"b\": [1, 1.50, \"\\\\n\"], \"a\": null}')",
          "(2, 127, 0, 9223372036854775807, 0, 0, 0, 3.4028235e38, 1.7976931348623157e308, -0.25, b'0', b'0', 2155,"
              + " '9999-12-31', '838:59:59', '838:59:58.999999', '9999-12-31 23:59:59', '1000-01-01 00:00:00', '2038-01-19 03:14:07.999999',"
              + " '', '\\\\N', 'N', '', x'01020304', x'5c4e', x'', 'it''s', '', '[]')",
          "(3, 0, 1, 1, 1, 0.000000000000000000000000000001, 1, 0.1, 0.1, 0, b'1', b'1', 1901, '2024-02-30', '00:00:00', '12:00:00.5',"
              + " '2024-01-00 00:00:00', '2024-12-31 23:59:59.999', '1970-01-01 00:00:01', '😀', ' 😀\\'\"', ' ', '…', x'00000000', x'00', x'c3', 'a', 'x', '\"😀\"')",
          "(4, NULL, NULL, NULL, NULL, NULL, NULL, -0e0, -0e0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
          "(5, NULL, NULL, NULL, NULL, NULL, NULL, 16777216, 123456789012345678, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, REPEAT(x'ab5c', 200000), NULL, NULL, NULL)");

  private static final List<String> FIRST =
      List.of(
          "1",
          "-128",
          "16777215",
          "-9223372036854775808",
          "18446744073709551615",
          "-99999999999999999999999999999999999.999999999999999999999999999999",
          "-99999",
          "1e-45",
          "5e-324",
          "1.5",
          "1000000001",
          "1".repeat(64),
          "0000",
          "0000-00-00",
          "-838:59:59",
          "-00:00:00.000001",
          "0000-00-00 00:00:00",
          "2024-02-29 12:34:56.1",
          "0000-00-00 00:00:00+00",
          "ab",
          "a\tb\\c\nd\re\0f",
          "€ä",
          "ß",
          "\\x00ff0000",
          "\\x",
          "\\x00095c0a0d",
          "b,c",
          "x,y");

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void valuesComeAsCanonicalTextAndGoBackUnchanged(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      Table from = filled(tables);

      List<Row> rows = tables.rows(from);
      assertThat(texts(rows.get(0))).startsWith(FIRST.toArray(String[]::new));
      assertThat(rows.get(1).value(7)).isEqualTo("3.4028235e+38");
      assertThat(rows.get(1).value(8)).isEqualTo("1.7976931348623157e+308");
      assertThat(rows.get(1).value(18)).isEqualTo("2038-01-19 03:14:07.999999+00");
      assertThat(rows.get(2).value(7)).isEqualTo("0.1");
      assertThat(rows.get(2).value(5)).isEqualTo("0.000000000000000000000000000001");
      assertThat(rows.get(3).value(7)).isEqualTo("-0");

      tables.database.workspace().take(LEASE);
      for (boolean frames : List.of(false, true)) {
        String name = frames ? "framed" : "rowwise";
        tables.execute("CREATE TABLE " + name + " (" + COLUMNS + ") CHARACTER SET utf8mb4");
        Table to = tables.table(name);
        tables.database.workspace().forget(LEASE, from.name());
        TableMapping mapping = new TableMapping(from, to, TableMapping.identity(from).columns());
        tables.copy(LEASE, mapping, frames);
        assertThat(tables.rows(to)).isEqualTo(rows);
        assertThat(digest(tables, to)).isEqualTo(digest(tables, from));
      }
      tables.execute("UPDATE framed SET f = 16777218 WHERE id = 5");
      assertThat(digest(tables, tables.table("framed"))).isNotEqualTo(digest(tables, from));
      tables.database.workspace().remove("types");
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void framesAreLinesOfCanonicalText(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      Table from = filled(tables);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (Snapshot snapshot = tables.database.reader().snapshot(List.of(from))) {
        long rows =
            snapshot.frames(TableMapping.identity(from), KeyRange.ALL, "lines", bytes::write);
        assertThat(rows).isEqualTo(5);
      }
      String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\n", -1);
      assertThat(lines).hasSize(6);
      assertThat(lines[0].split("\t")[19]).isEqualTo("ab");
      assertThat(lines[0].split("\t")[20]).isEqualTo("a\\tb\\\\c\\nd\\re\0f");
      assertThat(lines[0].split("\t")[25]).isEqualTo("\\\\x00095c0a0d");
      assertThat(lines[1].split("\t")[20]).isEqualTo("\\\\N");
      assertThat(lines[3].split("\t")[2]).isEqualTo("\\N");
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void tableThatBecameAnotherAfterTheSnapshotIsNotReadAsEmpty(MySqlVersion version)
      throws Exception {
    try (Tables tables = new Tables(version)) {
      for (String ddl :
          List.of(
              "ALTER TABLE %s ADD COLUMN more int, ALGORITHM = COPY",
              "ALTER TABLE %s ENGINE = InnoDB", "TRUNCATE TABLE %s")) {
        String name = "ddl" + ddl.hashCode();
        name = name.replace("-", "_");
        tables.execute(
            "CREATE TABLE " + name + " (id int PRIMARY KEY)",
            "INSERT INTO " + name + " VALUES (1), (2)");
        Table table = tables.table(name);
        try (Snapshot snapshot = tables.database.reader().snapshot(List.of())) {
          tables.execute(ddl.formatted(name));
          List<Row> rows = new ArrayList<>();
          assertThatThrownBy(
                  () -> snapshot.rows(TableMapping.identity(table), KeyRange.ALL, rows::add))
              .as(ddl + " " + rows)
              .hasMessageContaining("after the snapshot was taken");
        }
        try (Snapshot snapshot = tables.database.reader().snapshot(List.of(table))) {
          assertThatThrownBy(
                  () -> tables.execute("SET lock_wait_timeout = 1", "DROP TABLE " + table.name()))
              .hasMessageContaining("Lock wait timeout");
        }
      }
    }
  }

  private static Table filled(Tables tables) throws Exception {
    tables.execute(
        "SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
        "CREATE TABLE edge (" + COLUMNS + ") CHARACTER SET utf8mb4");
    for (String values : VALUES) {
      tables.execute(
          "SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'",
          "INSERT INTO edge VALUES " + values);
    }
    return tables.table("edge");
  }

  private static List<String> texts(Row row) {
    List<String> texts = new java.util.ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      texts.add(row.value(i));
    }
    return texts;
  }

  private static String digest(Tables tables, Table table) {
    try (Snapshot snapshot = tables.database.reader().snapshot(List.of(table))) {
      return snapshot.digest(TableMapping.identity(table), KeyRange.ALL, 3).stream()
          .sorted(java.util.Comparator.comparing(io.crossfade.connector.BucketDigest::bucket))
          .toList()
          .toString();
    }
  }
}
