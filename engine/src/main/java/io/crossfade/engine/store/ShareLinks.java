package io.crossfade.engine.store;

import io.crossfade.model.Sha256;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;

/// The links by which people without an account see how a migration is doing. Whoever reads the
/// store does not learn one: it keeps their hashes.
public final class ShareLinks {
  private static final int BYTES = 32;
  private static final String INSERT =
      """
      insert into share_link (hash, migration, made_at, made_by)
      values (:hash, :migration, :at, :by)\
      """;

  private final StoreDatabase database;
  private final InstantSource clock;

  ShareLinks(StoreDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// A new one, which nobody can guess.
  ///
  /// @return its token; nobody is told it a second time
  public String make(String migration, String by) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Argument at =
        (position, statement, _) ->
            statement.setObject(position, clock.instant().atOffset(ZoneOffset.UTC));
    var _ =
        database.insert(
            INSERT, Map.of("hash", Sha256.hex(token), "migration", migration, "at", at, "by", by));
    return token;
  }

  /// The migration that a link shows; empty where there is no such link, or none any more.
  public Optional<String> migration(String token) {
    return database.call(h ->
        h.createQuery("select migration from share_link where hash = :hash")
            .bind("hash", Sha256.hex(token))
            .mapTo(String.class)
            .findOne());
  }

  /// Takes all links to a migration away.
  ///
  /// @return how many there were
  public int revoke(String migration) {
    return database.call(h ->
        h.createUpdate("delete from share_link where migration = :migration")
            .bind("migration", migration)
            .execute());
  }
}
