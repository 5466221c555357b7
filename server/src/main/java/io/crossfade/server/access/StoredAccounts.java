package io.crossfade.server.access;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Token;
import io.crossfade.engine.store.Accounts;
import io.crossfade.model.CrossfadeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The tokens of accounts. The store is asked at most once a second for each; while it is away, who
/// was let in before is let in for a while yet, for that is when people look most. Who was not can
/// keep one connection to it busy, and no more.
public final class StoredAccounts implements Credentials {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration WHILE_AWAY = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Function<String, Optional<Account>> accounts;
  private final InstantSource clock;
  private final Map<Token, Seen> seen = new ConcurrentHashMap<>();
  private final Bounded strangers = new Bounded(1, PATIENCE);

  private record Seen(Account account, Instant at) {}

  public StoredAccounts(Accounts accounts, InstantSource clock) {
    this(accounts::open, clock);
  }

  /// @param accounts the one that a token opens now
  StoredAccounts(Function<String, Optional<Account>> accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public Optional<Principal> principal(String token) {
    return Token.read(token)
        .flatMap(read -> account(read, token))
        .filter(account -> account.isOpenAt(clock.instant()))
        .map(StoredAccounts::principal);
  }

  private Optional<Account> account(Token read, String token) {
    Instant now = clock.instant();
    Seen before = seen.get(read);
    if (before != null && now.isBefore(before.at().plus(FRESH))) {
      return Optional.of(before.account());
    }
    try {
      Optional<Account> opened =
          before == null ? strangers.call(() -> accounts.apply(token)) : accounts.apply(token);
      opened.ifPresentOrElse(account -> remember(read, account, now), () -> seen.remove(read));
      return opened;
    } catch (CrossfadeException e) {
      if (before != null && now.isBefore(before.at().plus(WHILE_AWAY))) {
        return Optional.of(before.account());
      }
      throw e;
    }
  }

  private void remember(Token token, Account account, Instant now) {
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(token, new Seen(account, now));
  }

  private static Principal principal(Account account) {
    String behind = account.behind();
    return new Principal(
        account.name(), account.roles(), behind == null ? account.id() : behind, account.ends());
  }
}
