package io.crossfade.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void aTokenIsTheLastLineThatSaysSomething() {
    assertThat(Secret.token("s3cret", "x").reveal()).isEqualTo("s3cret");
    assertThat(Secret.token("http://one\r\n s3cret\r\n\n", "x").reveal()).isEqualTo("s3cret");
  }

  @Test
  void whatNoHeaderTakesIsRefusedWithoutBeingQuoted() {
    for (String text :
        new String[] {
          "", " \n", "s3c ret", "s3c\tret", "s3c\u0000ret", "s3crét", "s3cret\u2028x"
        }) {
      assertThatThrownBy(() -> Secret.token(text, "variable X"))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_MISSING))
          .hasMessageContaining("variable X")
          .hasMessageNotContaining("s3c")
          .hasNoCause();
    }
  }
}
