package io.crossfade.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          postgresql://ann@old:5433/shop            | jdbc:postgresql://old:5433/shop             | ann   | shop
          postgres://ann@old/shop?sslmode=require   | jdbc:postgresql://old/shop?sslmode=require  | ann   | shop
          postgresql://a%40b@old/my%20shop          | jdbc:postgresql://old/my%20shop             | a@b   | my shop
          postgresql://[::1]:5432/shop              | jdbc:postgresql://[::1]:5432/shop           | -     | shop
          postgresql:///shop?user=ann               | jdbc:postgresql://localhost/shop            | ann   | shop
          jdbc:postgresql://old/shop?user=ann&ssl=1 | jdbc:postgresql://old/shop?ssl=1            | ann   | shop
          """)
  void urlsArePutAsTheDriverWantsThem(String typed, String url, String user, String database) {
    assertThat(TypedUrl.read(typed)).contains(new Address(url, user, database));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ann:hunter2@old/shop",
        "jdbc:postgresql://old/shop?user=ann&password=hunter2",
        "postgresql://ann@old/shop?sslPassword=hunter2"
      })
  void aPasswordIsRefusedAndNotRepeated(String typed) {
    assertThatThrownBy(() -> TypedUrl.read(typed))
        .hasMessageContaining("holds a password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void othersAreNotOurs() {
    assertThat(TypedUrl.read("mysql://ann@old/shop")).isEmpty();
    assertThat(TypedUrl.read("postgresql://ann:hun@ter2@old/shop")).isEmpty();
  }
}
