package io.crossfade.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;

/// The manifests that were given to servers, so that any of them can carry a migration on. All that
/// a migration ever had are kept; the newest counts.
public final class Manifests {
  private static final String INSERT =
      """
      insert into manifest (migration, number, at, given_by, body)
      values (:migration, :number, :at, :by, :body)\
      """;
  private static final String NEWEST =
      """
      select number, at, given_by, body from manifest where migration = :migration
      order by number desc limit 1\
      """;

  private final StoreDatabase database;
  private final InstantSource clock;

  /// @param number 1 for a migration's first one
  /// @param by who gave it
  /// @param text as it was given
  public record Kept(String migration, int number, Instant at, String by, String text) {}

  Manifests(StoreDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Keeps a manifest as the newest of its migration; one that is the newest already is kept once.
  public Kept keep(String migration, String text, String by) {
    while (true) {
      Optional<Kept> before = newest(migration);
      if (before.isPresent() && before.get().text().equals(text)) {
        return before.get();
      }
      // microseconds are what the table keeps
      Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Kept kept = new Kept(migration, before.map(Kept::number).orElse(0) + 1, at, by, text);
      if (database.insert(INSERT, values(kept))) {
        return kept;
      }
      // somebody else was quicker: ours comes after that one
    }
  }

  public Optional<Kept> newest(String migration) {
    return database.call(h ->
        h.createQuery(NEWEST)
            .bind("migration", migration)
            .map((row, _) -> read(migration, row))
            .findOne());
  }

  /// The migrations that have one.
  public List<String> migrations() {
    return database.call(h ->
        h.createQuery("select distinct migration from manifest order by migration")
            .mapTo(String.class)
            .list());
  }

  private static Map<String, Object> values(Kept kept) {
    Argument at =
        (position, statement, _) ->
            statement.setObject(position, kept.at().atOffset(ZoneOffset.UTC));
    return Map.of(
        "migration", kept.migration(),
        "number", kept.number(),
        "at", at,
        "by", kept.by(),
        "body", kept.text());
  }

  private static Kept read(String migration, ResultSet row) throws SQLException {
    return new Kept(
        migration,
        row.getInt("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("given_by"),
        row.getString("body"));
  }
}
