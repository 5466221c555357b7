package io.crossfade.engine.store;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;

/// The reports of migrations that have ended: what was true then, whoever asks and whenever.
public final class KeptReports {
  private static final String INSERT =
      "insert into kept_report (migration, at, body) values (:migration, :at, :body)";

  private final StoreDatabase database;
  private final InstantSource clock;

  KeptReports(StoreDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Keeps the first one.
  ///
  /// @param body as JSON
  public void keep(String migration, String body) {
    Argument at =
        (position, statement, _) ->
            statement.setObject(position, clock.instant().atOffset(ZoneOffset.UTC));
    var _ = database.insert(INSERT, Map.of("migration", migration, "at", at, "body", body));
  }

  /// As JSON; empty where none was kept.
  public Optional<String> of(String migration) {
    return database.call(h ->
        h.createQuery("select body from kept_report where migration = :migration")
            .bind("migration", migration)
            .mapTo(String.class)
            .findOne());
  }
}
