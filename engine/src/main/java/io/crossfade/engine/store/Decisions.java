package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.engine.switching.Switch;
import java.util.Map;
import java.util.Optional;

/// The one row of each switch that says FLIP or ABORT. The first to write it has decided; everybody
/// else learns what it was.
public final class Decisions implements Switch.Decisions {
  private static final String INSERT =
      """
      insert into decision (migration, switch_number, outcome)
      select migration, cast(:switch as integer), cast(:outcome as varchar(10))
      from lease where migration = :migration and number = :lease for update\
      """;
  private static final String SELECT =
      "select outcome from decision where migration = :migration and switch_number = :number";

  private final StoreDatabase database;

  Decisions(StoreDatabase database) {
    this.database = database;
  }

  /// It lies on the disk when this returns. SUPERSEDED when the lease is not the newest one any
  /// more.
  @Override
  public Decision decide(Lease lease, int number, Decision wanted) {
    return database.absence().outlast(() -> once(lease, number, wanted));
  }

  @Override
  public Optional<Decision> tryToDecide(Lease lease, int number, Decision wanted) {
    try {
      return Optional.of(once(lease, number, wanted));
    } catch (StoreAway e) {
      // FLIP may be there: then nobody may do anything before it is known
      return e.isInDoubt() && wanted == Decision.FLIP
          ? Optional.of(decide(lease, number, Decision.ABORT))
          : Optional.empty();
    }
  }

  private Decision once(Lease lease, int number, Decision wanted) {
    boolean mine =
        database.insertAs(lease, INSERT, Map.of("switch", number, "outcome", wanted.name()));
    Decision won =
        mine
            ? wanted
            : database.absence().outlast(() -> outcome(lease.migration(), number)).orElseThrow();
    try {
      // also for the one who lost: the winner may not have come that far
      database.syncToDisk();
    } catch (StoreAway e) {
      throw e.inDoubt(); // the row is there, and the next one who asks would find it
    }
    return won;
  }

  @Override
  public Optional<Decision> outcome(String migration, int number) {
    return database.call(h ->
        h.createQuery(SELECT)
            .bind("migration", migration)
            .bind("number", number)
            .mapTo(Decision.class)
            .findOne());
  }
}
