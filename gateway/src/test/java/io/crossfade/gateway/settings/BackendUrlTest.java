package io.crossfade.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendUrlTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5433/shop, db, 5433, shop",
    "jdbc:postgresql://old_db/shop, old_db, 5432, shop",
    "jdbc:postgresql:///shop, localhost, 5432, shop",
    "jdbc:postgresql://[::1]:5433/shop, ::1, 5433, shop",
    "jdbc:postgresql://[fe80::1]/shop, fe80::1, 5432, shop",
    "jdbc:postgresql://db/my%20shop?ApplicationName=x&sslmode=prefer, db, 5432, my shop",
    "jdbc:postgresql://db/shop?ssl=false, db, 5432, shop",
  })
  void readsWhatTheDriverReads(String url, String host, int port, String database) {
    assertThat(BackendUrl.read(url)).isEqualTo(new Backend(host, port, database, null));
  }

  @Test
  void tlsIsTheWholeOfItOrNone() {
    assertThat(BackendUrl.read("jdbc:postgresql://db/shop?sslmode=require").tls())
        .isEqualTo(new BackendTls(null));
    assertThat(BackendUrl.read("jdbc:postgresql://db/shop?ssl=true").tls())
        .isEqualTo(new BackendTls(null));
    assertThat(
            BackendUrl.read("jdbc:postgresql://db/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem")
                .tls())
        .isEqualTo(new BackendTls(Path.of("/etc/ca.pem")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:shop?x=hunter2",
        "jdbc:postgresql://db?x=hunter2",
        "jdbc:postgresql://db/?x=hunter2",
        "jdbc:postgresql://a,b/shop?x=hunter2",
        "jdbc:postgresql://a:b/shop?x=hunter2",
        "jdbc:mysql://a/shop?x=hunter2",
        "jdbc:postgresql://a/shop?x=hunter2&sslmode=sometimes",
      })
  void saysWhatItCannotReadAndNotThePartThatMayBeSecret(String url) {
    assertThatThrownBy(() -> BackendUrl.read(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains("; ")
        .doesNotContain("hunter2");
  }
}
