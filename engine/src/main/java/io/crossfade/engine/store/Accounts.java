package io.crossfade.engine.store;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import io.crossfade.engine.access.Token;
import io.crossfade.model.Secret;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/// The accounts of all servers on this store. It never waits for a store that is away: whoever
/// knocks wants an answer now.
public final class Accounts {
  private static final String INSERT =
      """
      insert into account (id, name, roles, hash, given_by, at, ends, behind)
      values (:id, :name, :roles, :hash, :by, :at, :ends, :behind)\
      """;

  /// A session is revoked when the account behind it is, and ends when that ends.
  private static final String SELECT =
      """
      select a.id, a.name, a.roles, a.hash, a.given_by, a.at, a.behind,
        case when b.ends < a.ends then b.ends else a.ends end as ends,
        coalesce(a.revoked, b.revoked) as revoked
      from account a left join account b on b.id = a.behind\
      """;

  private static final String ALL =
      SELECT + " where a.behind is null or a.ends > :now order by a.name, a.at, a.id";

  private static final String REVOKE =
      "update account set revoked = :now where id = :id and revoked is null";

  private final StoreDatabase database;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /// @param token in clear; kept nowhere
  public record Issued(Account account, Secret token) {}

  private record Kept(Account account, String hash) {}

  Accounts(StoreDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param ends null for never
  /// @param by who makes it
  public Issued make(String name, Set<Role> roles, @Nullable Instant ends, String by) {
    return insert(name, roles, ends, by, null);
  }

  /// A stay of somebody in a browser.
  ///
  /// @param atMost when what has opened it ends; null where that does not end by itself
  /// @param behind the account that has opened it, or a word for what has where that is none
  public Issued session(
      String name, Set<Role> roles, Duration lasts, @Nullable Instant atMost, String behind) {
    Instant ends = clock.instant().plus(lasts);
    return insert(
        name, roles, atMost != null && atMost.isBefore(ends) ? atMost : ends, name, behind);
  }

  /// The account that this token opens now.
  public Optional<Account> open(String token) {
    Instant now = clock.instant();
    return Token.read(token)
        .flatMap(read ->
            database.call(h ->
                h.createQuery(SELECT + " where a.id = :id")
                    .bind("id", read.id())
                    .map((row, _) -> kept(row))
                    .findOne()
                    .filter(kept -> read.hasHash(kept.hash()))))
        .map(Kept::account)
        .filter(account -> account.isOpenAt(now));
  }

  /// All that were made, in the order of their names, and the sessions that are open now.
  public List<Account> all() {
    Instant now = clock.instant();
    return database.call(h ->
        h.createQuery(ALL)
            .bind("now", time(now))
            .map((row, _) -> kept(row).account())
            .filter(account -> account.behind() == null || account.isOpenAt(now))
            .list());
  }

  /// From now on it opens nothing. Repeatable; false where there is none with this id.
  public boolean revoke(String id) {
    return database.call(h -> {
      int _ = h.createUpdate(REVOKE).bind("id", id).bind("now", time(clock.instant())).execute();
      return h.createQuery("select count(*) from account where id = :id")
          .bind("id", id)
          .mapTo(Integer.class)
          .map(found -> found > 0)
          .one();
    });
  }

  /// Whether this is the token of a session, and not of an account itself.
  public boolean isSession(String token) {
    return open(token).filter(account -> account.behind() != null).isPresent();
  }

  /// Revokes what this token opens; false where it opens nothing.
  public boolean end(String token) {
    return open(token).map(Account::id).filter(this::revoke).isPresent();
  }

  private Issued insert(
      String name, Set<Role> roles, @Nullable Instant ends, String by, @Nullable String behind) {
    Secret secret = Token.random(random);
    Token token = Token.read(secret.reveal()).orElseThrow();
    // microseconds are what the table keeps
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Account account = new Account(token.id(), name, roles, by, at, ends, null, behind);
    Map<String, Object> values = new HashMap<>();
    values.put("id", account.id());
    values.put("name", name);
    values.put("roles", Role.text(roles));
    values.put("hash", token.hash());
    values.put("by", by);
    values.put("at", time(at));
    values.put("ends", ends == null ? null : time(ends));
    values.put("behind", behind);
    database.call(h -> h.createUpdate(INSERT).bindMap(values).execute());
    return new Issued(account, secret);
  }

  private static Argument time(Instant when) {
    return (position, statement, _) ->
        statement.setObject(position, when.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        new Account(
            row.getString("id"),
            row.getString("name"),
            Role.read(row.getString("roles")),
            row.getString("given_by"),
            instant(row, "at").orElseThrow(),
            instant(row, "ends").orElse(null),
            instant(row, "revoked").orElse(null),
            row.getString("behind")),
        row.getString("hash"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
