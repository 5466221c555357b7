package io.crossfade.dashboard;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.Gatekeeper;
import io.crossfade.server.Needs;
import io.crossfade.server.Routes;
import io.crossfade.server.hosting.Migrations;
import io.crossfade.server.oidc.LoginRefusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.sse.SseHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pages. They only show; what a button asks for goes to the same routes as everybody's
/// commands.
///
/// - `GET /` lists the migrations, `GET /ui/list` is that list alone.
/// - `GET /ui/{migration}` is one of them, `GET /ui/{migration}/live` keeps it as it is.
/// - `GET /ui/{migration}/events`, `/drift` and `/plan` have what it has no room for.
/// - `GET /login` asks for the token, or leads to the provider.
public final class Dashboard implements Routes {
  private static final String ONE = "/ui/{migration}";
  private static final int ROWS = 100;

  private final Migrations migrations;
  private final String provider;
  private final Templates templates = new Templates();
  private final Assets assets = new Assets();
  private final Pulses pulses;
  private final Listing listing;

  /// @param provider where people may log in; empty for nowhere
  public Dashboard(Migrations migrations, String provider) {
    this.migrations = migrations;
    this.provider = provider;
    this.pulses = new Pulses(migrations, templates);
    this.listing = new Listing(migrations);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    assets.addTo(routes);
    routes.get("/login", this::login, Needs.NOTHING);
    routes.get("/", page(request -> page(request, "list", Map.of("items", listing.items()))));
    routes.get(
        "/ui/list",
        page(request ->
            request.html(templates.html("panel/list", Map.of("items", listing.items())))));
    routes.get(ONE, page(this::migration));
    routes.get(ONE + "/live", this::live);
    routes.get(ONE + "/events", page(this::events));
    routes.get(ONE + "/drift", page(this::drift));
    routes.get(ONE + "/plan", page(this::plan));
  }

  private void login(Context request) {
    String refused =
        LoginRefusal.read(request.queryParam("refused")).map(LoginRefusal::text).orElse("");
    page(request, "login", Map.of("refused", refused, "provider", provider));
  }

  private void migration(Context request) {
    Beat beat = pulses.of(name(request)).now();
    page(
        request,
        "migration",
        Map.of(
            "migration", name(request),
            "title", beat.title(),
            "panels", beat.panels(),
            "texts", beat.sample().texts(),
            "rows", beat.events(),
            "newest", beat.newest()));
  }

  private void live(Context request) {
    String last = request.header("Last-Event-ID");
    String after = last == null ? request.queryParam("after") : last;
    LivePage live =
        new LivePage(
            pulses.of(name(request)), templates, number(after, 0), Gatekeeper.stillIn(request));
    new SseHandler(live::serve).handle(request);
  }

  private void events(Context request) {
    long before = number(request.queryParam("before"), Long.MAX_VALUE);
    List<EventRow> rows =
        migrations.before(name(request), MigrationEvent.class, before, ROWS).stream()
            .map(EventRow::of)
            .toList();
    long next = rows.size() < ROWS ? 0 : rows.getLast().number();
    page(request, "events", Map.of("migration", name(request), "rows", rows, "next", next));
  }

  private void drift(Context request) {
    long before = number(request.queryParam("before"), Long.MAX_VALUE);
    List<Drift.Row> rows = Drift.rows(migrations, name(request), before, ROWS);
    long next = rows.size() < ROWS ? 0 : rows.getLast().number();
    page(request, "drift", Map.of("migration", name(request), "rows", rows, "next", next));
  }

  private void plan(Context request) {
    Control.Plan plan = migrations.control(name(request)).plan();
    page(request, "plan", Map.of("migration", name(request), "plan", plan));
  }

  private void page(Context request, String template, Map<String, Object> params) {
    Map<String, Object> all = new HashMap<>(params);
    all.put("version", assets.version());
    all.put("who", Who.of(request));
    request.html(templates.html(template, all));
  }

  /// A refusal is a page too.
  private Handler page(Handler handler) {
    return request -> {
      try {
        handler.handle(request);
      } catch (CrossfadeException e) {
        request.status(e.code() == ErrorCode.MIGRATION_UNKNOWN ? 404 : 409);
        page(
            request,
            "refused",
            Map.of("code", e.code().name(), "detail", String.valueOf(e.getMessage())));
      }
    };
  }

  private static String name(Context request) {
    return request.pathParam("migration");
  }

  private static long number(@Nullable String given, long missing) {
    return given != null && given.matches("[0-9]{1,18}") ? Long.parseLong(given) : missing;
  }

  @Override
  public void close() {
    pulses.close();
  }
}
