package io.crossfade.gateway.session;

import io.crossfade.client.Freshness;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.wire.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a session's own database says of it between two transactions.
///
/// @param position of all that was written there until now; empty if nobody can say what has
///   arrived on the other side
/// @param prepared by name; those that take parameters of types that users have made are left out
record OwnState(
    String position,
    Likeness likeness,
    Map<String, SessionState.Prepared> prepared,
    boolean pinned) {
  private static final String POSITION = "crossfade position";
  private static final String FORMS = "crossfade forms";

  /// On which it depends how values are written and names are found, and which databases set too.
  private static final String FORMS_QUESTION =
      """
      SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN ('search_path', 'DateStyle', 'IntervalStyle',
       'TimeZone', 'extra_float_digits', 'bytea_output', 'xmlbinary', 'default_text_search_config',
       'transform_null_equals', 'array_nulls') ORDER BY name
      """;

  static Future<List<List<String>>> ask(
      Shared shared, BackendConnection from, Login login, @Nullable Freshness freshness) {
    ByteBuf question = from.channel().alloc().buffer();
    if (freshness != null) {
      Messages.ask(question, POSITION, freshness.positionQuery());
    }
    Messages.ask(question, FORMS, FORMS_QUESTION);
    SessionState.ask(question, login.on(from.side()).user(), shared.backends().ownSettings());
    return Dialog.ask(from, question, shared.limits().login());
  }

  /// @param startup the client's
  static OwnState of(
      List<List<String>> rows, BackendConnection from, Login login, Map<String, String> startup) {
    String position = "";
    List<SessionState.Setting> settings = new ArrayList<>();
    List<List<String>> state = new ArrayList<>();
    for (List<String> row : rows) {
      switch (row.size()) {
        case 1 -> position = row.getFirst();
        case 2 -> settings.add(new SessionState.Setting(row.getFirst(), row.getLast()));
        default -> state.add(row);
      }
    }
    SessionState own = SessionState.of(state);
    settings.addAll(own.settings());
    Map<String, String> first = new HashMap<>(startup);
    String encoding = from.parameters().get("client_encoding");
    if (encoding != null) {
      first.put("client_encoding", encoding);
    }
    return new OwnState(
        position,
        new Likeness(login, first, settings),
        own.prepared().stream()
            .collect(Collectors.toMap(SessionState.Prepared::name, prepared -> prepared)),
        !own.pins().isEmpty());
  }
}
