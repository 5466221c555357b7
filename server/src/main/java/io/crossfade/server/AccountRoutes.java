package io.crossfade.server;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import io.crossfade.engine.store.Accounts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may ask, for admins.
///
/// - `GET /accounts` lists them.
/// - `POST /accounts?name=NAME&role=ROLE&days=N` makes one, and tells its token this once.
/// - `DELETE /accounts/{account}` takes it back.
public final class AccountRoutes implements Routes {
  private static final int LONGEST_NAME = 200;

  private final Accounts accounts;
  private final InstantSource clock;

  /// @param token null where it was told before
  record Made(Account account, String token) {}

  public AccountRoutes(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/accounts", request -> request.json(accounts.all()), Needs.ADMIN);
    routes.post("/accounts", this::make, Needs.ADMIN);
    routes.delete("/accounts/{account}", this::revoke, Needs.ADMIN);
  }

  private void make(Context request) {
    long days = Asked.number(request, "days", 0);
    Accounts.Issued issued =
        accounts.make(
            name(request),
            roles(request.queryParams("role")),
            days == 0 ? null : clock.instant().plus(Duration.ofDays(Math.min(days, 36_500))),
            By.of(request));
    request.status(HttpStatus.CREATED).json(new Made(issued.account(), issued.token().reveal()));
  }

  private void revoke(Context request) {
    String id = request.pathParam("account");
    if (!accounts.revoke(id)) {
      throw new NotFoundResponse("there is no account " + id);
    }
    request.status(HttpStatus.NO_CONTENT);
  }

  private static String name(Context request) {
    String name = request.queryParam("name");
    if (name == null
        || name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequestResponse(
          "name must say whose account it is, in at most %d letters".formatted(LONGEST_NAME));
    }
    return name.strip();
  }

  private static Set<Role> roles(List<String> named) {
    if (named.isEmpty()) {
      throw new BadRequestResponse("role must be given at least once");
    }
    return named.stream()
        .map(Role::named)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
  }
}
