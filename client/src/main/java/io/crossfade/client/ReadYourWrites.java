package io.crossfade.client;

import io.crossfade.client.OwnWrites.Asked;
import io.crossfade.client.OwnWrites.OwnWrite;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a reader to the side that is not written only if its own writes have arrived there. Only
 * the writes of this process count: an application that spreads one key over several processes has
 * to read that key where it is written.
 */
final class ReadYourWrites {
  private static final int LIMIT = 10_000;

  /** How drivers write a boolean as text. */
  private static final Set<String> TRUE = Set.of("t", "true", "TRUE", "1");

  private final Router router;
  private final Backends backends;
  private final OwnWrites onSource;
  private final OwnWrites onTarget;

  ReadYourWrites(Router router, Backends backends) {
    this(router, backends, LIMIT);
  }

  ReadYourWrites(Router router, Backends backends, int limit) {
    this.router = router;
    this.backends = backends;
    this.onSource = new OwnWrites(limit);
    this.onTarget = new OwnWrites(limit);
  }

  void wrote(Side side, String key) {
    writes(side).wrote(key);
  }

  /**
   * The chosen side, or the written one where something of this key has not arrived.
   *
   * @param attachment the reader's own connection, which need not wait for a second one then
   */
  Side side(Route route, Side chosen, String key, @Nullable Attachment attachment)
      throws SQLException {
    Side written = route.writes().authoritative();
    if (chosen == written) {
      return chosen;
    }
    OwnWrite write = writes(written).awaited(key);
    if (write == null) {
      return chosen;
    }
    Freshness freshness = router.freshness(route);
    if (freshness != null && arrived(write, freshness, written, attachment)) {
      return chosen;
    }
    router.decisions().count(written, Decision.OWN_WRITE);
    return written;
  }

  private boolean arrived(
      OwnWrite write, Freshness freshness, Side written, @Nullable Attachment attachment)
      throws SQLException {
    OwnWrites writes = writes(written);
    Asked asked = write.asked();
    if (asked == null) {
      long covers = writes.last();
      String position = ask(written, attachment, freshness.positionQuery(), null);
      if (position == null) {
        return false;
      }
      asked = new Asked(covers, position);
      write.asked(asked);
    }
    String reached = ask(written.other(), attachment, freshness.reachedQuery(), asked.position());
    if (!TRUE.contains(String.valueOf(reached))) {
      return false;
    }
    writes.arrived(asked.covers());
    return true;
  }

  private @Nullable String ask(
      Side side, @Nullable Attachment attachment, String query, @Nullable String parameter)
      throws SQLException {
    if (attachment != null && attachment.side() == side) {
      try {
        return ask(attachment.connection(), query, parameter);
      } finally {
        attachment.rollBack();
      }
    }
    try (Connection connection = backends.open(side)) {
      return ask(connection, query, parameter);
    }
  }

  private static @Nullable String ask(
      Connection connection, String query, @Nullable String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      if (parameter != null) {
        statement.setString(1, parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private OwnWrites writes(Side side) {
    return side == Side.SOURCE ? onSource : onTarget;
  }
}
