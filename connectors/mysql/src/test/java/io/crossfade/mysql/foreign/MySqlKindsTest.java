package io.crossfade.mysql.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlKindsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint(1)          | FLAG",
        "tinyint             | INTEGER",
        "year                | YEAR",
        "decimal(12,2)       | DECIMAL",
        "float               | FLOAT",
        "datetime(3)         | TIMESTAMP",
        "timestamp           | INSTANT",
        "time(2)             | TIME",
        "longblob            | BYTES",
        "bit(5)              | BITS",
        "json                | JSON",
        "uuid                | UUID",
        "inet6               | TEXT",
        "geometry            | OPAQUE",
        "point               | OPAQUE",
      })
  void eachTypeHasAFamily(String type, Family family) {
    assertThat(MySqlKinds.of(type).family()).isEqualTo(family);
  }

  @Test
  void numbersHaveTheirWidth() {
    assertThat(MySqlKinds.of("bigint unsigned")).isEqualTo(Kind.unsigned(64));
    assertThat(MySqlKinds.of("int(5) unsigned zerofill")).isEqualTo(Kind.unsigned(32));
    assertThat(MySqlKinds.of("mediumint")).isEqualTo(Kind.integer(24));
    assertThat(MySqlKinds.of("decimal")).isEqualTo(Kind.decimal(10, 0).with(Trait.FINITE));
    assertThat(MySqlKinds.of("datetime").scale()).isZero();
    assertThat(MySqlKinds.of("double").size()).isEqualTo(64);
  }

  @Test
  void aTextIsComparedAsItsCollationSays() {
    assertThat(MySqlKinds.of("varchar(40) collate utf8mb4_0900_ai_ci"))
        .isEqualTo(Kind.text(40).with(Trait.NUL, Trait.FOLDED));
    assertThat(MySqlKinds.of("char(3) collate utf8mb4_bin"))
        .isEqualTo(Kind.text(3).with(Trait.NUL, Trait.CUT));
    assertThat(MySqlKinds.of("longtext character set latin1 collate latin1_bin"))
        .isEqualTo(Kind.text().with(Trait.NUL));
  }

  @Test
  void labelsAreReadWithTheirQuotes() {
    assertThat(MySqlKinds.of("enum('a','b''c','d\\\\e','(x),y') collate utf8mb4_bin").labels())
        .isEqualTo(List.of("a", "b'c", "d\\e", "(x),y"));
  }
}
