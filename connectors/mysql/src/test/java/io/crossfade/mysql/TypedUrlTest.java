package io.crossfade.mysql;

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
          mysql://ann@old:3307/shop                     | jdbc:mysql://old:3307/shop               | ann | shop
          mariadb://ann@old/shop?ssl-mode=REQUIRED      | jdbc:mariadb://old/shop?sslMode=trust    | ann | shop
          mysql://a%40b@old/my%20shop                   | jdbc:mysql://old/my%20shop               | a@b | my shop
          mysql://[::1]:3306/shop                       | jdbc:mysql://[::1]:3306/shop             | -   | shop
          mysql://ann@old                               | jdbc:mysql://old/                        | ann | ''
          mysql:///shop?user=ann                        | jdbc:mysql://localhost/shop              | ann | shop
          jdbc:mysql://old/shop?user=ann&sslMode=VERIFY_IDENTITY | jdbc:mysql://old/shop?sslMode=verify-full | ann | shop
          jdbc:mariadb://old/shop?sslMode=verify-ca&x=1 | jdbc:mariadb://old/shop?sslMode=verify-ca&x=1 | - | shop
          """)
  void urlsArePutAsTheDriverWantsThem(String typed, String url, String user, String database) {
    assertThat(TypedUrl.read(typed)).contains(new Address(url, user, database));
    assertThat(new MySqlConnector().accepts(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann:hunter2@old/shop",
        "jdbc:mysql://old/shop?user=ann&password=hunter2",
        "mariadb://ann@old/shop?keyStorePassword=hunter2"
      })
  void aPasswordIsRefusedAndNotRepeated(String typed) {
    assertThatThrownBy(() -> TypedUrl.read(typed))
        .hasMessageContaining("holds a password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void othersAreNotOurs() {
    assertThat(TypedUrl.read("postgresql://ann@old/shop")).isEmpty();
    assertThat(TypedUrl.read("mysql://ann:hun@ter2@old/shop")).isEmpty();
    assertThat(new MySqlConnector().accepts("jdbc:postgresql://old/shop")).isFalse();
  }
}
