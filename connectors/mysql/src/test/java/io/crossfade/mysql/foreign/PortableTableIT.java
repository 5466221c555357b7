package io.crossfade.mysql.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Proposal;
import io.crossfade.connector.portable.PortableTable;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the servers print of checks, generated columns and indexes, in everybody's words. */
@Timeout(60)
class PortableTableIT {
  private static final String TABLE =
      """
      CREATE TABLE t (id int NOT NULL PRIMARY KEY, price decimal(12,2), count int, code varchar(9) COLLATE utf8mb4_bin, name varchar(40),
      born date, at datetime(3), seen timestamp(3) NULL ON UPDATE current_timestamp(3), kind enum('new','old'), done tinyint(1), ratio double,
      total decimal(20,2) GENERATED ALWAYS AS (price * count + 1) STORED, both_of varchar(60) GENERATED ALWAYS AS (concat(name, ' (', code, ')')) VIRTUAL,
      cased varchar(40) GENERATED ALWAYS AS (upper(name)) STORED, half int GENERATED ALWAYS AS (count / 2) VIRTUAL,
      KEY down (price DESC, count), KEY begin (name(9)), UNIQUE KEY ubegin (code(3)), KEY on_total (total), KEY on_half (half), FULLTEXT KEY words (name),
      CONSTRAINT c_range CHECK (price >= 0 AND price < 1000000.5), CONSTRAINT c_between CHECK (count BETWEEN 1 AND 9 OR count IS NULL),
      CONSTRAINT c_in CHECK (code IN ('a', 'it''s', 'é')), CONSTRAINT c_not CHECK (NOT (price = 3 AND count = 4)), CONSTRAINT c_born CHECK (born >= '1900-01-01'),
      CONSTRAINT c_kind CHECK (kind <> 'old'), CONSTRAINT c_sum CHECK (price * 2 - count > -7), CONSTRAINT c_length CHECK (char_length(code) <= 5),
      CONSTRAINT c_ratio CHECK (ratio > 0), CONSTRAINT c_not_in CHECK (count NOT IN (11, 12)),
      CONSTRAINT n_folded CHECK (name <> 'x'), CONSTRAINT n_order CHECK (code < 'b'), CONSTRAINT n_like CHECK (code LIKE 'a%'),
      CONSTRAINT n_division CHECK (price / 3 < 9), CONSTRAINT n_bytes CHECK (length(code) < 9), CONSTRAINT n_flag CHECK (done IN (0, 1)),
      CONSTRAINT n_ratio CHECK (ratio < 0.1), CONSTRAINT n_moment CHECK (seen > '2020-01-01'), CONSTRAINT n_backslash CHECK (code <> 'a\\\\b'),
      CONSTRAINT n_number CHECK (code = 7), CONSTRAINT n_xor CHECK (price > 1 XOR count > 1), CONSTRAINT n_label CHECK (kind = 'NEW'))
      """;

  private static Table made(MySqlVersion version) throws SQLException {
    try (TestDatabase database = TestDatabase.on(version)) {
      database.run("SET sql_mode = ''", "SET NAMES utf8mb4", TABLE);
      return database.table("t");
    }
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void whatAllEnginesTakeForTheSameIsSaidInTheWordsOfAll(MySqlVersion version) throws SQLException {
    Table portable = PortableTable.of(made(version), new MySqlWords()).table();

    Map<String, String> checks =
        portable.checks().stream()
            .collect(Collectors.toMap(Check::name, check -> check.definition().text()));
    assertThat(checks)
        .containsEntry("c_range", "((\"price\" >= 0) AND (\"price\" < 1000000.5))")
        .containsEntry(
            "c_between", "(((\"count\" >= 1) AND (\"count\" <= 9)) OR (\"count\" IS NULL))")
        .containsEntry("c_in", "(\"code\" IN ('a', 'it''s', 'é'))")
        .containsEntry("c_born", "(\"born\" >= '1900-01-01')")
        .containsEntry("c_kind", "(\"kind\" <> 'old')")
        .containsEntry("c_sum", "(((\"price\" * 2) - \"count\") > -7)")
        .containsEntry("c_length", "(char_length(\"code\") <= 5)")
        .containsEntry("c_ratio", "(\"ratio\" > 0)")
        .containsEntry("c_not_in", "(\"count\" NOT IN (11, 12))")
        .containsOnlyKeys(
            "c_range",
            "c_between",
            "c_in",
            "c_not",
            "c_born",
            "c_kind",
            "c_sum",
            "c_length",
            "c_ratio",
            "c_not_in");
    assertThat(portable.column("total"))
        .returns("((\"price\" * \"count\") + 1)", Column::defaultExpression)
        .returns(true, Column::generated);
    assertThat(portable.column("both_of").defaultExpression())
        .isEqualTo("(((\"name\" || ' (') || \"code\") || ')')");
    assertThat(portable.has("cased")).isFalse();
    assertThat(portable.has("half")).isFalse();
    assertThat(portable.indexes())
        .extracting(Index::name)
        .containsExactlyInAnyOrder("down", "begin", "on_total");
  }

  /** Object by object, with the reason, and the words that somebody has to write anew. */
  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void allElseIsListed(MySqlVersion version) throws SQLException {
    List<NotCarried> left = PortableTable.of(made(version), new MySqlWords()).left();

    assertThat(left)
        .extracting(NotCarried::what)
        .containsExactlyInAnyOrder(
            "check n_folded",
            "check n_order",
            "check n_like",
            "check n_division",
            "check n_bytes",
            "check n_flag",
            "check n_ratio",
            "check n_moment",
            "check n_backslash",
            "check n_number",
            "check n_xor",
            "check n_label",
            "generated column cased",
            "generated column half",
            "index on_half",
            "index words",
            "unique index ubegin",
            "ON UPDATE CURRENT_TIMESTAMP(3) of column seen");
    assertThat(left.toString())
        .contains("its collation takes other letters for equal")
        .contains("write it for the target")
        .containsPattern("(upper|ucase)\\(")
        .contains("(`code`(3))")
        .contains("stays as it is unless the application sets it");
  }

  /** Here the words of all are made again, and mean what they meant. */
  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void theServersTakeTheWordsOfAll(MySqlVersion version) throws SQLException {
    Table made = made(version);
    Proposal proposal =
        ProposedTable.of(PortableTable.of(made, new MySqlWords()).table(), "utf8mb4_bin");
    Table wanted = proposal.table();
    try (TestDatabase there = TestDatabase.on(version)) {
      Table named =
          new Table(
              new TableName(there.name(), "t"),
              wanted.columns(),
              wanted.key(),
              wanted.indexes(),
              wanted.constraints(),
              0);
      there.database().catalog().create(there.lease(), List.of(named));
      there.database().catalog().finish(there.lease(), List.of(named));
      there.run(
          "INSERT INTO t (id, price, count, code, name) VALUES (1, 12.25, 5, 'a', 'Bob'), (2, 1.00,"
              + " NULL, NULL, 'x')");

      assertThat(there.ask("SELECT concat(total, ' ', both_of) FROM t WHERE id = 1"))
          .containsExactly("62.25 Bob (a)");
      assertThat(there.ask("SELECT ifnull(total, 'none') FROM t WHERE id = 2"))
          .containsExactly("none");
      for (String refused :
          List.of("3, 4, 'a'", "-1, 1, 'a'", "1, 11, 'a'", "1, 1, 'b'", "1, 5, 'A'", "0, 8, 'a'")) {
        assertThat(
                refusal(
                    there, "INSERT INTO t (id, price, count, code) VALUES (9, " + refused + ")"))
            .as(refused)
            .contains("c_");
      }
    }
  }

  private static String refusal(TestDatabase database, String sql) {
    try {
      database.run(sql);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
