package io.crossfade.server;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import io.crossfade.model.Secret;
import io.crossfade.server.wire.WireJson;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The accounts of a server, asked over HTTP.
///
/// @param by who asks, as `user@host`
public record RemoteAccounts(RemotePlace place, String by) {
  /// @param token in clear; nobody else has it
  public record Made(Account account, Secret token) {}

  public List<Account> all() {
    return List.of(WireJson.read(ask("GET", "/accounts"), Account[].class));
  }

  /// @param days after how many it ends; 0 for never
  public Made make(String name, Set<Role> roles, int days) {
    String named =
        roles.stream()
            .sorted()
            .map(role -> "&role=" + role.spelled())
            .collect(Collectors.joining());
    AccountRoutes.Made made =
        WireJson.read(
            ask("POST", "/accounts?name=%s%s&days=%d".formatted(encoded(name), named, days)),
            AccountRoutes.Made.class);
    return new Made(made.account(), new Secret(made.token()));
  }

  public void revoke(String id) {
    var _ = ask("DELETE", "/accounts/" + encoded(id));
  }

  private String ask(String method, String path) {
    try (HttpClient http = place.client()) {
      return new Question(method, path, "", "", by).ask(place, http);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
