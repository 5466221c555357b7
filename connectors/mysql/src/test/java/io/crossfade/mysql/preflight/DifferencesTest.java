package io.crossfade.mysql.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Finding.Severity;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final Map<String, String> ONE =
      Map.of(
          "version",
          "8.0.31",
          "lower_case_table_names",
          "0",
          "max_allowed_packet",
          "1000",
          "sql_mode",
          "A,B",
          "time_zone",
          "SYSTEM",
          "system_time_zone",
          "UTC");

  private static final List<Table> TABLES =
      List.of(
          new Table(new TableName("shop", "Item"), List.of(), List.of(), List.of(), List.of(), 0));

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new HashMap<>(ONE);
    settings.put(name, value);
    return settings;
  }

  private static List<Finding> find(Map<String, String> source, Map<String, String> target) {
    return Differences.find(source, target, "server", TABLES);
  }

  @Test
  void twoThatAreAlikeDoNotDiffer() {
    assertThat(find(ONE, ONE)).isEmpty();
    assertThat(find(with("sql_mode", "B,A"), ONE)).isEmpty();
    assertThat(find(with("time_zone", "UTC"), ONE)).isEmpty();
  }

  @Test
  void eachDifferenceIsNamed() {
    assertThat(find(ONE, with("version", "5.7.1")))
        .extracting(Finding::what)
        .first()
        .asString()
        .contains("5.7.1");
    assertThat(find(ONE, with("version", "11.4.5-MariaDB")))
        .extracting(Finding::what)
        .first()
        .asString()
        .contains("it is MariaDB and the source MySQL");
    assertThat(find(ONE, with("max_allowed_packet", "999"))).hasSize(1);
    assertThat(find(ONE, with("sql_mode", "A"))).hasSize(1);
    assertThat(find(ONE, with("time_zone", "+01:00"))).hasSize(1);
  }

  @Test
  void aNameWithLargeLettersCannotBeKeptInSmallOnes() {
    assertThat(find(ONE, with("lower_case_table_names", "1")))
        .anyMatch(f -> f.severity() == Severity.STOPS && f.where().equals("shop.Item"));
    assertThat(find(Map.of("server_version", "18"), with("lower_case_table_names", "1")))
        .hasSize(1);
  }
}
