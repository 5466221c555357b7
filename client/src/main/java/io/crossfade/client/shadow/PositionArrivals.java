package io.crossfade.client.shadow;

import io.crossfade.client.Freshness;
import io.crossfade.client.Router;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Follows by the position of a stream, as the route's {@link Freshness} asks for it. */
public final class PositionArrivals implements Arrivals {
  /** How drivers write a boolean as text. */
  private static final Set<String> TRUE = Set.of("t", "true", "TRUE", "1");

  private final Router router;
  private final DataSource source;
  private final DataSource target;

  public PositionArrivals(Router router, DataSource source, DataSource target) {
    this.router = router;
    this.source = source;
    this.target = target;
  }

  @Override
  public @Nullable Arrival expect(Side written, String key) throws SQLException {
    Freshness freshness = router.freshness(router.route());
    if (freshness == null) {
      return null;
    }
    String position = ask(written, freshness.positionQuery(), null);
    String question = freshness.reachedQuery();
    return position == null
        ? null
        : () -> TRUE.contains(String.valueOf(ask(written.other(), question, position)));
  }

  private @Nullable String ask(Side side, String query, @Nullable String parameter)
      throws SQLException {
    DataSource pool = side == Side.SOURCE ? source : target;
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      if (parameter != null) {
        statement.setString(1, parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }
}
