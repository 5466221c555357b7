package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.haproxy.HaproxySettings.Server;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the running HAProxy says of its servers, whatever its file says.
record Servers(Map<Server, State> states) {
  private static final String OF_ALL_SERVERS = "show stat -1 4 -1";

  /// @param inService whether it gets new sessions
  /// @param limit how many sessions it may have; 0 is any number
  /// @param sessions that it has
  record State(boolean inService, int limit, int sessions) {}

  static Servers of(RuntimeSocket socket) {
    Map<Server, State> states = new HashMap<>();
    List<String> columns = List.of();
    for (String line : socket.ask(OF_ALL_SERVERS).lines().toList()) {
      List<String> values = Arrays.asList(line.split(",", -1));
      if (line.startsWith("# ")) {
        columns = values;
      } else if (values.size() == columns.size()) {
        states.put(
            new Server(values.get(0), values.get(1)),
            new State(
                !values.get(columns.indexOf("status")).startsWith("MAINT"),
                number(values.get(columns.indexOf("slim"))),
                number(values.get(columns.indexOf("scur")))));
      }
    }
    return new Servers(states);
  }

  private static int number(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  State of(Server server) {
    State state = states.get(server);
    if (state == null) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "the running HAProxy has no server %s; it has %s"
              .formatted(server, states.keySet().stream().map(Server::toString).sorted().toList()));
    }
    return state;
  }
}
