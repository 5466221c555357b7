package io.crossfade.adapters.pgbouncer;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whether a PgBouncer can be led. What an adapter before has left half way is no hindrance.
record PgBouncerCheck(PgBouncerSettings settings, PgBouncerFile file) {

  /// Returns what people should know, and throws what keeps it from being led: all of it at once.
  List<String> run(Console console) {
    settings.file().requireWritable();
    List<String> problems = new ArrayList<>();
    Running running = Running.of(console);
    settings
        .all()
        .forEach(database -> {
          elsewhere(problems, database, "the file", file.place(database));
          elsewhere(
              problems, database, "the running PgBouncer", running.database(database).place());
        });
    users(problems);
    admin(problems, console);
    poolModes(problems, console, running);
    if (!problems.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          "PgBouncer with %s cannot be led: %s"
              .formatted(settings.file().path(), String.join("; ", problems)));
    }
    return notes(console);
  }

  private void elsewhere(List<String> problems, String database, String who, Place place) {
    if (Stream.of(Side.values()).map(settings::place).noneMatch(place::equals)) {
      problems.add(
          "%s has %s at %s, which is neither the source (%s) nor the target (%s): correct one of them"
              .formatted(who, database, place, settings.source(), settings.target()));
    }
  }

  /// PgBouncer cannot forget a `user` of a line, and the password beside it stays what it is.
  private void users(List<String> problems) {
    String source = settings.source().user();
    String target = settings.target().user();
    if ((source == null) != (target == null)) {
      problems.add("only one of the sides has a `user`: PgBouncer needs it for both, or for none");
    } else if (source != null && !source.equals(target)) {
      settings
          .all()
          .filter(file::holdsPassword)
          .forEach(database ->
              problems.add(
                  "the line of %s holds a password, and the two sides have different users: move the passwords into PgBouncer's auth_file"
                      .formatted(database)));
    }
  }

  private void admin(List<String> problems, Console console) {
    List<String> admins =
        Arrays.asList(Running.setting(console, "admin_users").strip().split("\\s*,\\s*"));
    if (!admins.contains(settings.console().user())
        && !Running.setting(console, "auth_type").equals("any")) {
      problems.add("%s is not in its admin_users".formatted(settings.console().user()));
    }
  }

  /// Of a session `PAUSE` waits for the end.
  private void poolModes(List<String> problems, Console console, Running running) {
    String usual = Running.setting(console, "pool_mode");
    List<Map<String, String>> pools = console.show("POOLS");
    for (String database : settings.databases()) {
      String own = running.database(database).poolMode();
      boolean session = "session".equals(own.isEmpty() ? usual : own);
      boolean anyPool =
          pools.stream()
              .filter(pool -> database.equals(pool.get("database")))
              .anyMatch(pool -> "session".equals(pool.get("pool_mode")));
      if (session || anyPool) {
        problems.add(
            "%s is pooled by session, so that a hold would wait until clients leave: set pool_mode=transaction where the application bears it, or let it connect to the gateway (docs/gateway.md), which moves sessions"
                .formatted(database));
      }
    }
  }

  private List<String> notes(Console console) {
    double seconds = Double.parseDouble(Running.setting(console, "query_wait_timeout"));
    Duration wait = Duration.ofMillis((long) (seconds * 1000));
    if (wait.isZero()) {
      return List.of(
          "query_wait_timeout is 0: if a hold is never ended, clients wait for ever. 15 is a good"
              + " value.");
    }
    return wait.compareTo(settings.deadline()) > 0
        ? List.of()
        : List.of(
            "query_wait_timeout is %s s and a hold may last %s s: clients that wait for longer than the former are disconnected"
                .formatted(wait.toSeconds(), settings.deadline().toMillis() / 1000.0));
  }
}
