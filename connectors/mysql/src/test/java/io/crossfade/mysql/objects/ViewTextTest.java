package io.crossfade.mysql.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewTextTest {
  private static final TableName LINE = new TableName("shop", "line");
  private static final TableName ODD = new TableName("shop", "a`b.c");

  private static Map<TableName, List<String>> read(String sql) {
    return ViewText.read(sql, Set.of(LINE, ODD)).columns();
  }

  @Test
  void aTableUnderItsOwnNameAndOneUnderAnother() {
    assertThat(
            read(
                "select `shop`.`line`.`id` AS `id`,`l`.`state` AS `s` from (`shop`.`line` join `shop`.`line` `l` on(`shop`.`line`.`other` = `l`.`id`))"))
        .containsExactly(Map.entry(LINE, List.of("id", "other", "state")));
  }

  @Test
  void textsAndOddNamesMisleadNobody() {
    assertThat(
            read(
                "select `x`.`n` AS `shop` from `shop`.`a``b.c` `x` where `x`.`m` = 'it\\'s `shop`.`line`.`id`'"))
        .containsExactly(Map.entry(ODD, List.of("m", "n")));
  }

  @Test
  void aTableOfWhichNothingIsReadIsNeededToo() {
    assertThat(read("select 1 AS `1` from `shop`.`line`"))
        .containsExactly(Map.entry(LINE, List.of()));
  }
}
