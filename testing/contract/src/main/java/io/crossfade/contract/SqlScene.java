package io.crossfade.contract;

import io.crossfade.model.Side;
import java.util.List;

/** Steps for what only SQL can say. */
public interface SqlScene extends ContractScene, SqlDatabases {
  default void sql(Side side, String... statements) {
    try (SqlSession session = (SqlSession) SqlDatabases.super.application(side)) {
      for (String sql : statements) {
        session.execute(sql);
      }
    }
  }

  /** Each row as one text, columns between bars. */
  default List<String> query(Side side, String sql) {
    try (SqlSession session = (SqlSession) SqlDatabases.super.application(side)) {
      return session.query(sql);
    }
  }
}
