package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.Compensation;
import io.crossfade.client.dual.Item;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Takes a transaction back by another one on the same side, which issues newer versions of what it
 * takes back: so a mirror that arrives late is overwritten, in the end.
 */
public final class JdbcCompensation implements Compensation {
  /** The application's statements. */
  @FunctionalInterface
  public interface Statements {
    void on(Connection connection, List<Item> items) throws SQLException;
  }

  private final JdbcItems items;
  private final DataSource source;
  private final DataSource target;
  private final Statements statements;

  public JdbcCompensation(
      JdbcItems items, DataSource source, DataSource target, Statements statements) {
    this.items = items;
    this.source = source;
    this.target = target;
    this.statements = statements;
  }

  @Override
  public void undo(Side side, List<Item> touched) throws SQLException {
    try (Connection connection = (side == Side.SOURCE ? source : target).getConnection()) {
      connection.setAutoCommit(false);
      statements.on(connection, touched);
      // Their lines are there, made under this epoch: the next version follows from them.
      items.note(connection, 0, touched, Duration.ZERO);
      connection.commit();
    }
  }
}
