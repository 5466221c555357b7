package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {
  @Test
  void typesAreTakenApart() {
    assertThat(ColumnType.parse("bigint unsigned"))
        .isEqualTo(new ColumnType("bigint", -1, 0, true, List.of(), ""));
    assertThat(ColumnType.parse("decimal(12,2)"))
        .isEqualTo(new ColumnType("decimal", 12, 2, false, List.of(), ""));
    assertThat(ColumnType.parse("int(5) unsigned zerofill"))
        .isEqualTo(new ColumnType("int", 5, 0, true, List.of(), ""));
    assertThat(ColumnType.parse("varchar(40) collate utf8mb4_0900_ai_ci"))
        .isEqualTo(new ColumnType("varchar", 40, 0, false, List.of(), "utf8mb4"));
    assertThat(ColumnType.parse("text collate latin1_swedish_ci"))
        .isEqualTo(new ColumnType("text", -1, 0, false, List.of(), "latin1"));
    assertThat(ColumnType.parse("date"))
        .isEqualTo(new ColumnType("date", -1, 0, false, List.of(), ""));
  }

  @Test
  void labelsAreLiteralsOfSql() {
    assertThat(ColumnType.parse("enum('a','b''c','d,)','e\\\\f','') collate utf8mb4_bin"))
        .isEqualTo(
            new ColumnType(
                "enum", -1, 0, false, List.of("a", "b'c", "d,)", "e\\f", ""), "utf8mb4"));
  }
}
