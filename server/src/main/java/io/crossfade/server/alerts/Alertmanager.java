package io.crossfade.server.alerts;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import io.crossfade.server.hosting.Migrations;
import io.crossfade.server.wire.WireJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells an Alertmanager of conditions: each minute those that last, and once that one is over. It
/// needs no memory of what was sent: what is not told again is over five minutes later.
final class Alertmanager {
  private static final Duration LASTS = Duration.ofMinutes(5);
  private static final String PATH = "/api/v2/alerts";

  private final Post post;
  private final @Nullable Secret token;
  private final Migrations migrations;
  private final InstantSource clock;
  private Set<Condition> told = Set.of();

  private record Alert(
      Map<String, String> labels, Map<String, String> annotations, String endsAt) {}

  /// @param token null where it asks for none
  Alertmanager(String url, @Nullable Secret token, Migrations migrations, InstantSource clock) {
    this.post = new Post(new Secret(url.replaceFirst("/$", "") + PATH));
    this.token = token;
    this.migrations = migrations;
    this.clock = clock;
  }

  /// Says how it is now.
  void tell() throws IOException, InterruptedException {
    Set<Condition> now = new HashSet<>(conditions());
    Instant at = clock.instant();
    List<Alert> alerts = new ArrayList<>();
    now.forEach(condition -> alerts.add(alert(condition, at.plus(LASTS))));
    told.stream()
        .filter(before -> now.stream().noneMatch(condition -> isSame(condition, before)))
        .forEach(over -> alerts.add(alert(over, at)));
    if (!alerts.isEmpty()) {
      post.send(
          WireJson.write(alerts),
          token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal()));
    }
    told = now;
  }

  /// Where the store is away nothing is over.
  private List<Condition> conditions() throws IOException {
    try {
      return migrations.names().stream()
          .flatMap(name -> Condition.of(migrations.status(name)).stream())
          .toList();
    } catch (CrossfadeException e) {
      throw new IOException("the status of the migrations is not known: " + e.code());
    }
  }

  /// Its words may change while it lasts.
  private static boolean isSame(Condition one, Condition other) {
    return one.name().equals(other.name()) && one.migration().equals(other.migration());
  }

  private static Alert alert(Condition condition, Instant ends) {
    return new Alert(
        Map.of(
            "alertname", condition.name(),
            "migration", condition.migration(),
            "severity", condition.severity().name().toLowerCase(Locale.ROOT)),
        Map.of("summary", condition.text()),
        ends.toString());
  }
}
