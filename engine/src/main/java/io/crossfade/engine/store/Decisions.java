package io.crossfade.engine.store;

import io.crossfade.engine.Decision;
import java.util.Map;
import java.util.Optional;

/// The one row of each switch that says FLIP or ABORT. The first to write it has decided; everybody
/// else learns what it was.
public final class Decisions {
  private static final String INSERT =
      """
      insert into decision (migration, switch_number, outcome)
      values (:migration, :number, :outcome)\
      """;
  private static final String SELECT =
      "select outcome from decision where migration = :migration and switch_number = :number";

  private final StoreDatabase database;

  Decisions(StoreDatabase database) {
    this.database = database;
  }

  /// Proposes an outcome and returns the one that won. It lies on the disk when this returns.
  public Decision decide(String migration, int number, Decision outcome) {
    boolean mine =
        database.insert(
            INSERT, Map.of("migration", migration, "number", number, "outcome", outcome.name()));
    Decision won = mine ? outcome : outcome(migration, number).orElseThrow();
    // also for the one who lost: the winner may not have come that far
    database.syncToDisk();
    return won;
  }

  /// Empty while the switch is not decided.
  public Optional<Decision> outcome(String migration, int number) {
    return database.call(h ->
        h.createQuery(SELECT)
            .bind("migration", migration)
            .bind("number", number)
            .mapTo(Decision.class)
            .findOne());
  }
}
