package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.ConfigFile;
import io.crossfade.adapters.haproxy.HaproxySettings.Server;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The file in which the servers stand, of which only their lines are understood.
record HaproxyFile(ConfigFile file) {
  private static final Set<String> HOLD_SERVERS = Set.of("backend", "listen");
  private static final Set<String> OTHERS =
      Set.of(
          "acme",
          "cache",
          "crt-store",
          "defaults",
          "fcgi-app",
          "frontend",
          "global",
          "http-errors",
          "log-forward",
          "log-profile",
          "mailers",
          "peers",
          "program",
          "resolvers",
          "ring",
          "traces",
          "userlist");

  /// What the file says of a server. Throws where that cannot be told.
  ServerLine line(Server server) {
    return only(lines(), server).line();
  }

  boolean says(String keyword) {
    return lines().stream().anyMatch(line -> line.strip().startsWith(keyword));
  }

  /// Who is started by the file from now on has these servers out of service, or in it.
  void disable(Map<Server, Boolean> wanted) {
    List<String> lines = lines();
    List<String> before = List.copyOf(lines);
    wanted.forEach((server, disabled) -> {
      Found found = only(lines, server);
      lines.set(found.index(), found.line().disabled(disabled).text());
    });
    if (!lines.equals(before)) {
      file.replace(String.join("", lines));
    }
  }

  /// Each with its end.
  private List<String> lines() {
    return new ArrayList<>(Arrays.asList(file.text().split("(?<=\n)")));
  }

  private record Found(int index, ServerLine line) {}

  private Found only(List<String> lines, Server server) {
    List<Found> found = new ArrayList<>();
    boolean inBackend = false;
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).strip().split("\\s+", 3);
      if (HOLD_SERVERS.contains(words[0]) || OTHERS.contains(words[0])) {
        inBackend =
            HOLD_SERVERS.contains(words[0])
                && words.length > 1
                && words[1].equals(server.backend());
      } else if (inBackend) {
        ServerLine line = ServerLine.named(server.name(), lines.get(i));
        if (line != null) {
          found.add(new Found(i, line));
        }
      }
    }
    if (found.size() != 1) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "%s: backend %s has %d lines `server %s ...`; it needs one, in this very file."
              .formatted(file.path(), server.backend(), found.size(), server.name()));
    }
    return found.getFirst();
  }
}
