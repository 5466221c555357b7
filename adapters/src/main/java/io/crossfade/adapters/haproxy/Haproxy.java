package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.Program;
import io.crossfade.adapters.haproxy.HaproxySettings.Server;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// HAProxy in TCP mode. It knows sessions and no transactions: a hold keeps new sessions waiting,
/// and nothing can be drained. What is under way meets the fence, and is cut off once the other
/// side is written.
///
/// New sessions wait at the limit of a server, which is made 1: so one at a time still gets in
/// where no session is open. (A frontend whose limit is made 0 would let none in. But HAProxy
/// before 3.1 locks up when that limit is raised again while somebody waits: haproxy/haproxy#2726.)
public final class Haproxy implements Program {
  private static final int HELD = 1;

  /// More than anybody has. Only a limit that is met lets those go on who wait.
  private static final int PLENTY = 1_000_000;

  private final HaproxySettings settings;
  private final HaproxyFile file;
  private final RuntimeSocket socket;

  public Haproxy(HaproxySettings settings) {
    this.settings = settings;
    this.file = new HaproxyFile(settings.file());
    this.socket = new RuntimeSocket(settings.socket());
  }

  @Override
  public String name() {
    return "HAProxy at " + settings.socket();
  }

  @Override
  public List<String> check() {
    settings.file().requireWritable();
    List<String> problems = new ArrayList<>();
    String level = socket.ask("show cli level");
    if (!level.equals("admin")) {
      problems.add("the socket needs `level admin`, and has " + level);
    }
    Servers running = Servers.of(socket);
    servers(settings.all())
        .forEach(server -> {
          int limit = file.line(server).limit();
          int now = running.of(server).limit();
          if (limit == HELD) {
            problems.add("server %s has maxconn 1, which means a hold; raise it".formatted(server));
          } else if (now != limit && now != HELD) {
            problems.add(
                "server %s runs with maxconn %d and its line says %s: write maxconn on the line itself, and reload HAProxy"
                    .formatted(server, now, limit == 0 ? "nothing" : limit));
          }
        });
    if (!problems.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          "HAProxy with %s cannot be led: %s"
              .formatted(settings.file().path(), String.join("; ", problems)));
    }
    return file.says("timeout queue")
        ? List.of()
        : List.of(
            "there is no `timeout queue`: at a hold sessions wait as long as `timeout connect`"
                + " says");
  }

  @Override
  public Held hold() {
    Servers before = Servers.of(socket);
    List<Server> open =
        servers(settings.backends().stream())
            .filter(server -> before.of(server).inService() && before.of(server).limit() != HELD)
            .toList();
    open.forEach(server -> limit(server, HELD));
    Servers after = open.isEmpty() ? before : Servers.of(socket);
    boolean held =
        servers(settings.backends().stream())
            .noneMatch(server -> after.of(server).inService() && after.of(server).limit() != HELD);
    long sessions =
        servers(settings.backends().stream())
            .mapToLong(server -> after.of(server).sessions())
            .sum();
    return new Held(held, sessions);
  }

  @Override
  public long lead(Side writes, Side reads) {
    Map<String, Side> sides = new HashMap<>();
    settings.backends().forEach(backend -> sides.put(backend, writes));
    settings.readOnly().forEach(backend -> sides.put(backend, reads));
    Map<Server, Boolean> disabled = new HashMap<>();
    sides.forEach((backend, side) -> {
      disabled.put(settings.server(backend, side), false);
      disabled.put(settings.server(backend, side.other()), true);
    });
    file.disable(disabled);
    Servers running = Servers.of(socket);
    sides.forEach((backend, side) -> {
      open(settings.server(backend, side), running);
      shut(settings.server(backend, side.other()), running);
    });
    Servers now = Servers.of(socket);
    disabled.forEach((server, shut) -> requireService(server, !shut, now));
    return sides.entrySet().stream()
        .mapToLong(one -> now.of(settings.server(one.getKey(), one.getValue().other())).sessions())
        .sum();
  }

  /// Who waits for any server of the backend goes on here.
  private void open(Server server, Servers running) {
    if (!running.of(server).inService()) {
      socket.run("set server %s state ready".formatted(server));
    }
    unlimited(server, running);
  }

  /// Only once the other one is open, or who comes in between would be sent away.
  private void shut(Server server, Servers running) {
    if (running.of(server).inService()) {
      socket.run("set server %s state maint".formatted(server));
    }
    if (running.of(server).inService() || running.of(server).sessions() > 0) {
      socket.run("shutdown sessions server %s".formatted(server));
    }
    unlimited(server, running);
  }

  private void unlimited(Server server, Servers running) {
    int limit = file.line(server).limit();
    if (running.of(server).limit() != limit) {
      if (limit == 0) {
        limit(server, PLENTY);
      }
      limit(server, limit);
    }
  }

  private void limit(Server server, int sessions) {
    socket.run("set maxconn server %s %d".formatted(server, sessions));
  }

  private void requireService(Server server, boolean wanted, Servers now) {
    if (now.of(server).inService() != wanted) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "server %s was put %s service and is not: does somebody else lead this HAProxy?"
              .formatted(server, wanted ? "into" : "out of"));
    }
  }

  private Stream<Server> servers(Stream<String> backends) {
    return backends.flatMap(
        backend -> Stream.of(Side.values()).map(side -> settings.server(backend, side)));
  }

  @Override
  public String release() {
    return servers(settings.backends().stream())
        .map(server ->
            "set maxconn server %s %d; set maxconn server %s %d"
                .formatted(server, PLENTY, server, file.line(server).limit()))
        .reduce("echo '", (a, b) -> a.endsWith("'") ? a + b : a + "; " + b)
        .concat("' | socat stdio " + settings.socket());
  }

  @Override
  public void close() {
    // each question has a connection of its own
  }
}
