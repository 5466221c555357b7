package io.crossfade.model.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import org.junit.jupiter.api.Test;

class NamedKindsTest {
  @Test
  void readsASpelledType() {
    assertThat(NamedKinds.of("Numeric(12, 2)")).isEqualTo(Kind.decimal(12, 2));
    assertThat(NamedKinds.of("numeric(12)")).isEqualTo(Kind.decimal(12, 0));
    assertThat(NamedKinds.of("numeric")).isEqualTo(Kind.decimal());
    assertThat(NamedKinds.of("timestamp(3) with time zone"))
        .isEqualTo(Kind.time(Family.INSTANT, 3));
    assertThat(NamedKinds.of("timestamp")).isEqualTo(Kind.time(Family.TIMESTAMP, 6));
    assertThat(NamedKinds.of("character(3)")).isEqualTo(Kind.text(3).with(Trait.PADDED));
  }

  @Test
  void whatSqlDoesNotNameIsOpaque() {
    assertThat(NamedKinds.of("integer[]")).isEqualTo(Kind.opaque("integer[]"));
  }
}
