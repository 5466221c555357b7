package io.crossfade.mysql;

import io.crossfade.contract.SqlConnectorContract;
import io.crossfade.mysqlservers.MySqlVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;

/** From 10.11 to 11.4, as a user would upgrade. */
@Timeout(30)
class MariaDbContractIT implements MySqlPair, SqlConnectorContract {
  private static final Pair PAIR = new Pair(MySqlVersion.MARIADB_10_11, MySqlVersion.MARIADB_11_4);

  @AfterAll
  static void close() {
    PAIR.close();
  }

  @Override
  public Pair pair() {
    return PAIR;
  }
}
