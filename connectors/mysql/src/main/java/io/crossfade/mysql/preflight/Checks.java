package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All groups of checks, in the order in which they are told. */
public final class Checks {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final List<Check> ALL =
      List.of(
          new Server(),
          new LogSettings(),
          new Rights(),
          new PreparedTransactions(),
          new Channels(),
          new TableKinds(),
          new UserTriggers(),
          new Cascades(),
          new TargetFit(),
          new FilledTargets(),
          new Durability(),
          new KeptLog(),
          new LongTransactions(LONG),
          new FreeConnections(),
          new ZeroDates(),
          new Clock(InstantSource.system()));

  private Checks() {}

  public static List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    for (Check check : ALL) {
      found.addAll(check.find(asked));
    }
    return found;
  }
}
