package io.crossfade.postgresql;

import io.crossfade.contract.SqlTypesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Types between servers of other versions than {@link PostgresContractIT} has, up and down. */
class PostgresTypesIT {
  @Nested
  class From15To18 implements PostgresPair, SqlTypesContract {
    private static final Pair PAIR = new Pair(15, 18);

    @AfterAll
    static void close() {
      PAIR.close();
    }

    @Override
    public Pair pair() {
      return PAIR;
    }
  }

  @Nested
  class From18To15 implements PostgresPair, SqlTypesContract {
    private static final Pair PAIR = new Pair(18, 15);

    @AfterAll
    static void close() {
      PAIR.close();
    }

    @Override
    public Pair pair() {
      return PAIR;
    }
  }

  @Nested
  class From16To17 implements PostgresPair, SqlTypesContract {
    private static final Pair PAIR = new Pair(16, 17);

    @AfterAll
    static void close() {
      PAIR.close();
    }

    @Override
    public Pair pair() {
      return PAIR;
    }
  }

  @Nested
  class From17To16 implements PostgresPair, SqlTypesContract {
    private static final Pair PAIR = new Pair(17, 16);

    @AfterAll
    static void close() {
      PAIR.close();
    }

    @Override
    public Pair pair() {
      return PAIR;
    }
  }
}
