package io.crossfade.contract;

import io.crossfade.model.Side;
import org.junit.jupiter.api.Test;

/** The same for every type of key. */
public interface SqlPlanContract extends PlanContract, SqlScene {
  @Test
  default void everyKindOfKeyIsCut() {
    keyTypes()
        .forEach((type, expression) -> {
          sql(
              Side.SOURCE,
              "DROP TABLE IF EXISTS t",
              "CREATE TABLE t (id " + type + " PRIMARY KEY)",
              insertNumbers("INSERT INTO t SELECT " + expression));
          assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
        });
  }

  /** {@code n} is 1 to 1,000 in {@code insertSelect}. */
  default String insertNumbers(String insertSelect) {
    return insertSelect
        + " FROM (WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
        + ROWS
        + ") SELECT n FROM s) AS numbers";
  }
}
