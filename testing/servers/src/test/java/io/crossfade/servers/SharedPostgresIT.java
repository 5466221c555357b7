package io.crossfade.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class SharedPostgresIT {
  @Test
  void manyTestsShareOneServerAndEachHasItsOwnDatabase() throws Exception {
    String first = SharedPostgres.newDatabase(18);
    String second = SharedPostgres.newDatabase(18);

    assertThat(SharedPostgres.ofVersion(18)).isSameAs(SharedPostgres.ofVersion(18));
    assertThat(SharedPostgres.ofVersion(18).majorVersion()).isEqualTo(18);
    assertThat(catalog(first)).isNotEqualTo(catalog(second));
  }

  private static String catalog(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.getCatalog();
    }
  }
}
