package io.crossfade.postgresql.copy;

import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Where the rows of a chunk are written first, all in the chunk's one transaction. */
public interface Landing {
  /** As SQL names it. */
  String table();

  /** Before the rows. */
  void make(Connection connection) throws SQLException;

  /** After the rows, which from then on are in the written table. */
  void moveOn(Connection connection) throws SQLException;

  /** Where nobody but us writes. */
  static Landing straight(TableMapping mapping) {
    return new Landing() {
      @Override
      public String table() {
        return Sql.table(mapping.to().name());
      }

      @Override
      public void make(Connection connection) {}

      @Override
      public void moveOn(Connection connection) {}
    };
  }
}
