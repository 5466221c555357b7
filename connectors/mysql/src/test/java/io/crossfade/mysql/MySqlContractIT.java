package io.crossfade.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.contract.SqlConnectorContract;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Between two servers of MySQL 8. */
@Timeout(30)
class MySqlContractIT implements MySqlPair, SqlConnectorContract {
  private static Pair pair;

  @BeforeAll
  static void start() {
    Optional<String> missing = MySqlVersion.MYSQL_8_0.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    pair = new Pair(MySqlVersion.MYSQL_8_0, MySqlVersion.MYSQL_8_0);
  }

  @AfterAll
  static void close() {
    if (pair != null) {
      pair.close();
    }
  }

  @Override
  public Pair pair() {
    return pair;
  }
}
