package io.crossfade.postgresql;

import io.crossfade.contract.SqlConnectorContract;
import org.junit.jupiter.api.AfterAll;

/** From 16 to 18, as a user would upgrade. */
class PostgresContractIT implements PostgresPair, SqlConnectorContract {
  private static final Pair PAIR = new Pair(16, 18);

  @AfterAll
  static void close() {
    PAIR.close();
  }

  @Override
  public Pair pair() {
    return PAIR;
  }
}
