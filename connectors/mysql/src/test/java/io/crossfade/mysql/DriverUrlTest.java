package io.crossfade.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverUrlTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://old/shop, jdbc:mysql://old/shop",
    "jdbc:mysql://old/shop?ssl-mode=VERIFY_IDENTITY, jdbc:mysql://old/shop?sslMode=verify-full",
    "jdbc:mariadb://old/shop?connectTimeout=5&SSLMODE=required&x=1, jdbc:mariadb://old/shop?connectTimeout=5&sslMode=trust&x=1",
    "jdbc:mysql://old/shop?serverSslCert=/etc/ca.pem, jdbc:mysql://old/shop?serverSslCert=/etc/ca.pem"
  })
  void encryptionIsSaidInTheDriversWords(String url, String driver) {
    assertThat(DriverUrl.of(url)).isEqualTo(driver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmod=verify-full", "requireTls=true", "ssl_ca=/etc/ca.pem"})
  void whatWouldEncryptNothingIsRefused(String option) {
    assertThatThrownBy(() -> DriverUrl.of("jdbc:mysql://old/shop?" + option))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_INVALID))
        .hasMessageContaining("the URL jdbc:mysql://old/shop has the option ")
        .hasMessageContaining("nothing would be encrypted by it");
  }
}
