package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Messages;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a session has set on a database and would miss on another one, as that database itself
/// tells it.
///
/// @param settings names and values
/// @param prepared made by the protocol, with a name
/// @param commands PREPAREs, each as it was sent
/// @param pins what cannot be taken along
record SessionState(
    List<Setting> settings, List<Prepared> prepared, List<String> commands, List<String> pins) {
  record Setting(String name, String value) {}

  /// @param types of its parameters, by name, as an array of PostgreSQL: the numbers of types
  ///   differ from database to database
  record Prepared(String name, String statement, String types) {}

  /// A session as it begins.
  static final SessionState NONE = new SessionState(List.of(), List.of(), List.of(), List.of());

  private static final String NAME = "crossfade session state";

  private static final String QUESTION =
      """
      SELECT kind, a, b, c FROM (
      SELECT 1 AS place, 'setting' AS kind, 'session_authorization' AS a, session_user::text AS b, NULL::text AS c
       WHERE session_user <> %1$s
      UNION ALL SELECT 2, 'setting', 'role', pg_catalog.current_setting('role'), NULL
       WHERE pg_catalog.current_setting('role') <> 'none'
      UNION ALL SELECT 3, 'setting', name, setting, NULL FROM pg_catalog.pg_settings
       WHERE source = 'session' AND name NOT LIKE 'transaction%%'
      UNION ALL SELECT 4, 'setting', name, pg_catalog.current_setting(name, true), NULL
        FROM pg_catalog.unnest(ARRAY[%2$s]::text[]) AS name
       WHERE pg_catalog.current_setting(name, true) IS NOT NULL
      UNION ALL SELECT 5, 'prepared', name, statement, parameter_types::text
        FROM pg_catalog.pg_prepared_statements WHERE NOT from_sql AND name <> %3$s
      UNION ALL SELECT 6, 'command', statement, NULL, NULL FROM pg_catalog.pg_prepared_statements WHERE from_sql
      UNION ALL SELECT 7, 'pin', 'cursor ' || name, NULL, NULL FROM pg_catalog.pg_cursors WHERE is_holdable
      UNION ALL (SELECT 8, 'pin', 'advisory lock', NULL, NULL FROM pg_catalog.pg_locks
       WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid() LIMIT 1)
      UNION ALL SELECT 9, 'pin', 'LISTEN ' || channel, NULL, NULL FROM pg_catalog.pg_listening_channels() AS channel
      UNION ALL (SELECT 10, 'pin', 'temporary table ' || relname, NULL, NULL FROM pg_catalog.pg_class
       WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S') LIMIT 1)
      ) AS state ORDER BY place
      """;

  /// @param user who has logged in
  /// @param own names of settings that PostgreSQL does not list
  static void ask(ByteBuf to, String user, List<String> own) {
    String names = own.stream().map(SessionState::quoted).collect(Collectors.joining(", "));
    Messages.ask(to, NAME, QUESTION.formatted(quoted(user), names, quoted(NAME)));
    Messages.sync(to);
  }

  static SessionState of(List<List<String>> rows) {
    SessionState state =
        new SessionState(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (List<String> row : rows) {
      switch (row.getFirst()) {
        case "setting" -> state.settings.add(new Setting(row.get(1), row.get(2)));
        case "prepared" -> state.prepared.add(new Prepared(row.get(1), row.get(2), row.get(3)));
        case "command" -> state.commands.add(row.get(1));
        case "pin" -> state.pins.add(row.get(1));
        default -> throw new IllegalStateException("No such row was asked for");
      }
    }
    return state;
  }

  /// Sets the settings. Each answer has a row; the rows of the last ones are the numbers of the
  /// parameters' types here, one row for each prepared statement.
  void set(ByteBuf to) {
    StringBuilder sql = new StringBuilder();
    for (Setting setting : settings) {
      sql.append("SELECT pg_catalog.set_config(")
          .append(quoted(setting.name))
          .append(", ")
          .append(quoted(setting.value))
          .append(", false);\n");
    }
    for (Prepared one : prepared) {
      sql.append("SELECT pg_catalog.string_agg(type::regtype::oid::text, ',' ORDER BY place) FROM")
          .append(" pg_catalog.unnest(")
          .append(quoted(one.types))
          .append("::text[]) WITH ORDINALITY AS parameter (type, place);\n");
    }
    Messages.query(to, sql.toString());
  }

  /// Prepares the statements.
  ///
  /// A PREPARE may have been sent together with other commands, and PostgreSQL keeps the whole
  /// text. As one message of the extended protocol such a text is refused, and nothing of it runs.
  void prepare(ByteBuf to, List<List<String>> set) {
    for (String command : commands) {
      Messages.runOnce(to, command);
    }
    for (int i = 0; i < prepared.size(); i++) {
      Prepared one = prepared.get(i);
      String types = set.get(settings.size() + i).getFirst();
      Messages.parse(
          to, one.name, one.statement, types.isEmpty() ? List.of() : List.of(types.split(",")));
    }
    Messages.sync(to);
  }

  /// Understood whatever `standard_conforming_strings` says.
  private static String quoted(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
