package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Direction;
import org.junit.jupiter.api.Test;

class RetentionNameTest {
  @Test
  void keepsANameThatASlotMayHave() {
    assertThat(RetentionName.of("shop_2", Direction.FORWARD)).isEqualTo("crossfade_shop_2_forward");
    assertThat(RetentionName.of("shop_2", Direction.REVERSE)).isEqualTo("crossfade_shop_2_reverse");
  }

  @Test
  void keepsMigrationsApartWhoseNamesHadToBeChanged() {
    String dash = RetentionName.of("shop-2", Direction.FORWARD);
    assertThat(dash).matches("crossfade_shop_2_[0-9a-f]{8}_forward");
    assertThat(dash).isNotEqualTo(RetentionName.of("Shop_2", Direction.FORWARD));
    assertThat(RetentionName.of("x".repeat(100), Direction.FORWARD))
        .hasSizeLessThanOrEqualTo(63)
        .isNotEqualTo(RetentionName.of("x".repeat(101), Direction.FORWARD));
  }
}
