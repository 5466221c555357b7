package io.crossfade.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.mysql.session.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnSpellingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '"',
      textBlock =
          """
          int(11)                              | -           | int
          int(10) unsigned                     | -           | int unsigned
          tinyint(1)                           | -           | tinyint(1)
          tinyint(1) unsigned                  | -           | tinyint unsigned
          tinyint(4)                           | -           | tinyint
          int(5) unsigned zerofill             | -           | int(5) unsigned zerofill
          year(4)                              | -           | year
          datetime /* mariadb-5.3 */           | -           | datetime
          varchar(9) /*M!100301 COMPRESSED*/   | utf8mb4_bin | varchar(9) collate utf8mb4_bin
          enum('int(11)','year(4)')            | latin1_bin  | enum('int(11)','year(4)') collate latin1_bin
          """)
  void bothServersSpellATypeAlike(String told, String collation, String type) {
    assertThat(ColumnSpelling.type(told, collation)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '"',
      textBlock =
          """
          MYSQL   | varchar(9)   | it's \\ x               |                                             | 'it''s \\\\ x'
          MARIADB | varchar(9)   | 'it''s'                   |                                             | 'it''s'
          MYSQL   | int          | 7                         |                                             | 7
          MARIADB | varchar(9)   | NULL                      |                                             | -
          MARIADB | varchar(9)   | 'NULL'                    |                                             | 'NULL'
          MYSQL   | varchar(9)   | NULL                      |                                             | 'NULL'
          MYSQL   | binary(2)    | 0x6100                    |                                             | 0x6100
          MYSQL   | text         | _utf8mb4\\'x\\'       | DEFAULT_GENERATED                           | (_utf8mb4'x')
          MYSQL   | datetime(3)  | CURRENT_TIMESTAMP(3)      | DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3) | current_timestamp(3) on update current_timestamp(3)
          MARIADB | datetime     | current_timestamp()       | on update current_timestamp()               | current_timestamp() on update current_timestamp()
          MYSQL   | datetime     | -                         | on update CURRENT_TIMESTAMP                 | on update current_timestamp()
          MARIADB | uuid         | uuid()                    |                                             | (uuid())
          MARIADB | varchar(9)   | 'a' 'b'                   |                                             | ('a' 'b')
          MYSQL   | date         | 2020-01-01                |                                             | '2020-01-01'
          """)
  void bothServersSpellADefaultAlike(
      Dialect dialect, String type, String told, String extra, String expression) {
    assertThat(ColumnSpelling.defaultExpression(dialect, type, told, extra == null ? "" : extra))
        .isEqualTo(expression);
  }

  @Test
  void namesInTextsAreNone() {
    assertThat(TableReading.names("`a` > 1 and `b``c` <> 'it''s `d`' and `e` = '\\'`f`'"))
        .containsExactly("a", "b`c", "e");
  }
}
