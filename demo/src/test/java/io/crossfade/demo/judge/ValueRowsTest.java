package io.crossfade.demo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.judge.Value.Column;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRowsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "NUMBER | 1.50 | 1.5000",
        "NUMBER | 100 | 100.00",
        "DOUBLE | CAST(0.1 AS double precision) | CAST('1e-1' AS double precision)",
        "FLAG | TRUE | 1",
        "FLAG | FALSE | 0",
        "MOMENT | '2026-01-01 08:00:00' | '2026-01-01 08:00:00.000000'",
        "MOMENT | '2026-01-01 08:00:00.5+00' | '2026-01-01 08:00:00.500'",
        "JSON | '{\"a\": 1, \"b\": [1, 2]}' | '{\"b\":[1,2],\"a\":1}'",
        "BYTES | X'00ff' | X'00FF'",
      })
  void whatTwoEnginesPrintOtherwiseIsEqual(Value value, String one, String other)
      throws SQLException {
    assertThat(read(value, one)).isEqualTo(read(value, other)).isNotEqualTo("\\N");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "NUMBER | 1.50 | 1.51",
        "DOUBLE | CAST(0.1 AS double precision) | CAST('0.10000000000000002' AS double precision)",
        "FLAG | TRUE | NULL",
        "TEXT | 'a' | 'A'",
        "TEXT | 'a' | 'a '",
        "TEXT | 'a\\tb' | 'a' || char(9) || 'b'",
        "TEXT | '' | NULL",
        "MOMENT | '2026-01-01 08:00:00' | '2026-01-01 08:00:00.000001'",
        "JSON | '[1, 2]' | '[2, 1]'",
        "BYTES | X'00' | X'0000'",
      })
  void whatDiffersIsDifferent(Value value, String one, String other) throws SQLException {
    assertThat(read(value, one)).isNotEqualTo(read(value, other));
  }

  @Test
  void theColumnsOfARowStandApart() throws SQLException {
    assertThat(
            rows(
                "VALUES ('a', 'b' || char(9) || char(10) || 'c')",
                List.of(Value.TEXT.of("x"), Value.TEXT.of("y"))))
        .isEqualTo("a\tb\\t\\nc");
  }

  private static String read(Value value, String sql) throws SQLException {
    return rows("VALUES (" + sql + ")", List.of(value.of("x")));
  }

  private static String rows(String query, List<Column> columns) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        ValueRows rows = new ValueRows(connection, query, columns)) {
      byte[] row = rows.next();
      assertThat(rows.next()).isNull();
      return row == null ? "" : new String(row, StandardCharsets.UTF_8);
    }
  }
}
