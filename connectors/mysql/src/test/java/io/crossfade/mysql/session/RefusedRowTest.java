package io.crossfade.mysql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.CrossfadeException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are those of the servers; what they say of a row's values is never repeated. */
class RefusedRowTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1062 | 23000 | (conn=7) Duplicate entry 'secret' for key 'c.uu'            | a unique index is broken, constraint c.uu
          1062 | 23000 | (conn=7) Duplicate entry 'secret' for key 'x' for key 'uu'  | a unique index is broken, constraint uu
          1406 | 22001 | Data too long for column 'a' at row 1                       | a text is too long for its column, column a
          1048 | 23000 | Column 'b' cannot be null                                   | a column that must have a value has none, column b
          1364 | HY000 | Field 'b' doesn't have a default value                      | a column that must have a value has none, column b
          1264 | 22003 | Out of range value for column 'b' at row 1                  | a number is out of its column's range, column b
          1366 | 22007 | Incorrect integer value: 'secret' for column `s`.`c`.`b` at row 1 | a value does not have the form of its type, or its column's character set lacks it, column b
          1366 | HY000 | Incorrect string value: 'secret' for column 'b' at row 1    | a value does not have the form of its type, or its column's character set lacks it, column b
          4025 | 23000 | CONSTRAINT `cc` failed for `s`.`c`                          | a check constraint is broken, constraint cc
          3819 | HY000 | Check constraint 'cc' is violated.                          | a check constraint is broken, constraint cc
          1452 | 23000 | Cannot add or update a child row: a foreign key constraint fails (`s`.`c`, CONSTRAINT `fq` FOREIGN KEY (`d`) REFERENCES `q` (`id`)) | a foreign key has no counterpart, constraint fq
          3140 | 22032 | Invalid JSON text: "secret" at position 1 in value for column 'c.j'. | a text is no valid JSON
          1411 | HY000 | Incorrect geometry value: 'secret' for function             | the server says error 1411
          1690 | 22003 | BIGINT UNSIGNED value is out of range in 'secret'           | the server says error 1690
          """)
  void saysWhatAndWhereButNoValue(int code, String state, String message, String reason) {
    SQLException e = new SQLException(message, state, code);

    assertThat(RefusedRow.is(e)).isTrue();
    assertThat(RefusedRow.reason(e)).isEqualTo(reason);
    CrossfadeException told = RefusedRow.exception("shop.item", "id=1", e);
    assertThat(told).hasMessageContaining(reason).hasMessageNotContaining("secret");
    assertThat(told.fields().values()).noneMatch(field -> field.contains("secret"));
    assertThat(told.mayPass()).isTrue();
  }

  @Test
  void whatIsWrongWithTheServerIsNoRefusal() {
    assertThat(RefusedRow.is(new SQLException("Deadlock found", "40001", 1213))).isFalse();
    assertThat(RefusedRow.is(new SQLException("Lost connection", "08S01", 2013))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1205 | HY000 | Lock wait timeout exceeded                         | true
          1213 | 40001 | Deadlock found                                     | true
          1040 | 08004 | Too many connections                               | true
          1203 | 42000 | User already has more than max_user_connections    | true
          1053 | 08S01 | Server shutdown in progress                        | true
          1927 | 70100 | Connection was killed                              | true
          1114 | HY000 | The table is full                                  | true
          1030 | HY000 | Got error 28 from storage engine                   | true
          1290 | HY000 | running with the --super-read-only option          | true
          1836 | HY000 | Running in read-only mode                          | true
          1290 | HY000 | running with the --secure-file-priv option         | false
          1064 | 42000 | You have an error in your SQL syntax               | false
          1142 | 42000 | CREATE command denied                              | false
          1146 | 42S02 | Table does not exist                               | false
          """)
  void waitingHelpsOnlyAgainstWhatPasses(int code, String state, String message, boolean passes) {
    assertThat(SqlState.mayPass(new SQLException(message, state, code))).isEqualTo(passes);
  }
}
