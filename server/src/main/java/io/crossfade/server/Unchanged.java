package io.crossfade.server;

import io.crossfade.engine.Recorded;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A migration's status and the answers to its verbs have an `ETag`, the number of its newest
/// event. A verb with `If-Match` is only begun where nothing has happened since: whoever decided by
/// a status does not act on another one.
public final class Unchanged implements Routes {
  private static final Pattern PATH = Pattern.compile("/migrations/([^/]+)/([^/]+)");
  private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");
  private static final int MOST = 20;

  private final Migrations migrations;

  /// @param migrations of which not all have to tell the number of their newest event
  public Unchanged(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::check);
    routes.after(this::tag);
  }

  /// A status is tagged before it is looked at: what happens meanwhile is rather seen twice than
  /// never.
  private void check(Context request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return;
    }
    if (path.group(2).equals("status")) {
      newest(path.group(1)).ifPresent(number -> request.header("ETag", etag(number)));
    }
    @Nullable String given = request.header("If-Match");
    if (given != null && !given.equals("*") && !Needs.isLooking(request)) {
      require(path.group(1), number(given));
    }
  }

  private void tag(Context request) {
    Matcher path = PATH.matcher(request.path());
    if (path.matches() && !Needs.isLooking(request) && request.status().isSuccess()) {
      newest(path.group(1)).ifPresent(number -> request.header("ETag", etag(number)));
    }
  }

  private void require(String migration, long expected) {
    List<Recorded> since = migrations.events(migration, expected, MOST);
    long newest = since.isEmpty() ? expected : migrations.newest(migration).orElse(expected);
    if (since.isEmpty() && newest(migration).orElse(expected) >= expected) {
      return;
    }
    String happened =
        since.stream()
            .map(event -> event.event().getClass().getSimpleName())
            .distinct()
            .collect(Collectors.joining(", "));
    throw new CrossfadeException(
        ErrorCode.CHANGED_MEANWHILE,
        "nothing was begun, for migration %s is not as you saw it: since then there was %s. Look at its status, and ask again with its ETag."
            .formatted(migration, happened.isEmpty() ? "another history" : happened),
        Map.of("migration", migration, "etag", etag(newest)));
  }

  /// Empty where it cannot be told now: a status is worth more than its tag.
  private OptionalLong newest(String migration) {
    try {
      return migrations.newest(migration);
    } catch (CrossfadeException e) {
      return OptionalLong.empty();
    }
  }

  private static long number(String given) {
    Matcher tag = TAG.matcher(given);
    if (!tag.matches()) {
      throw new BadRequestResponse("If-Match must be the ETag of a status, as \"17\": " + given);
    }
    return Long.parseLong(tag.group(1));
  }

  private static String etag(long number) {
    return "\"%d\"".formatted(number);
  }
}
