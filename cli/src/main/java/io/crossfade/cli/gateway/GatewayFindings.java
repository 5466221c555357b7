package io.crossfade.cli.gateway;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Control;
import io.crossfade.engine.manifest.GatewaySettings;
import io.crossfade.engine.manifest.GatewayUser;
import io.crossfade.gateway.session.Trial;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.server.configuration.ThisHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What would stop or disturb the gateway of a manifest. Logs in to both databases as each of its
/// users, and changes nothing.
public record GatewayFindings(ManifestGateway gateway) {
  private static final String WHERE = "gateway";

  private record Login(Side side, String user) {}

  /// The same plan, with what is found of the gateway too; the worst first.
  public static Control.Plan addedTo(Control.Plan plan, Optional<ManifestGateway> gateway) {
    List<Finding> findings = new ArrayList<>(plan.findings());
    gateway.ifPresent(described -> findings.addAll(new GatewayFindings(described).all()));
    findings.sort(Comparator.comparing(Finding::severity));
    return new Control.Plan(
        plan.migration(), plan.strategy(), plan.steps(), findings, plan.notes());
  }

  List<Finding> all() {
    return Stream.of(tls(), port(), proofs(), databases()).flatMap(found -> found).toList();
  }

  private Stream<Finding> tls() {
    GatewaySettings.Listen listen = gateway.settings().listen();
    if (gateway.settings().tls() == null) {
      return listen.isLoopback()
          ? Stream.of()
          : Stream.of(
              Finding.warns(
                  "what applications say to it goes over the network in clear",
                  "gateway.listen",
                  "add gateway.tls: {certificate: FILE, key: FILE}"));
    }
    return refused(
        "gateway.tls",
        "correct the files",
        () -> {
          ClientTls tls = gateway.tls();
          if (tls != null) {
            Trial.read(tls);
          }
          return Optional.empty();
        })
        .stream();
  }

  /// Another gateway of this migration may listen there.
  private Stream<Finding> port() {
    GatewaySettings.Listen listen = gateway.settings().listen();
    InetSocketAddress address = new InetSocketAddress(listen.address(), listen.port());
    if (listen.port() == 0) {
      return Stream.of();
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return Stream.of();
    } catch (IOException e) {
      return Stream.of(
          Finding.warns(
              "nobody can listen on %s:%d now (%s)"
                  .formatted(listen.address(), listen.port(), e.getMessage()),
              "gateway.listen",
              "end whoever listens there, if it is no gateway of this migration; or give another"
                  + " port"));
    }
  }

  private Stream<Finding> proofs() {
    return gateway.settings().users().stream()
        .flatMap(user ->
            refused(
                at(user),
                "correct what the manifest refers to",
                () -> {
                  var _ = gateway.proof(user);
                  return Optional.empty();
                })
                .stream());
  }

  private Stream<Finding> databases() {
    List<Finding> found = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Map<Login, Integer> rooms = new HashMap<>();
    for (Side side : Side.values()) {
      refused(
              side.spelled() + ".url",
              "correct the URL",
              () -> {
                Backend backend = gateway.backend(side);
                names.add(backend.database());
                found.addAll(ofBackend(side, backend, rooms));
                return Optional.empty();
              })
          .ifPresent(found::add);
    }
    found.addAll(tooMany(rooms));
    if (names.stream().distinct().count() > 1) {
      found.add(
          new Finding(
              Finding.Severity.NOTE,
              "the databases are called %s and %s, so current_database() changes at the cutover"
                  .formatted(names.getFirst(), names.getLast()),
              WHERE,
              "applications ask the gateway for " + gateway.database() + " all the time"));
    }
    return found.stream();
  }

  /// Each session has a connection of its own there after a switch.
  private List<Finding> tooMany(Map<Login, Integer> rooms) {
    List<Finding> found = new ArrayList<>();
    for (GatewayUser user : gateway.settings().users()) {
      Integer here = rooms.get(new Login(Side.SOURCE, user.name()));
      Integer there = rooms.get(new Login(Side.TARGET, user.name()));
      int most = gateway.settings().limits().sessions();
      if (here != null && there != null && there < Math.min(here, most)) {
        found.add(
            Finding.warns(
                "the target lets in %,d sessions of this user at most, and the source %,d: who is one too many at a switch is ended"
                    .formatted(there, here),
                at(user),
                "raise max_connections of the target, or the CONNECTION LIMIT of its role or"
                    + " database; or lower gateway.limits.sessions to "
                    + there));
      }
    }
    return found;
  }

  private List<Finding> ofBackend(Side side, Backend backend, Map<Login, Integer> rooms) {
    List<Finding> found = new ArrayList<>();
    if (backend.tls() == null && !ThisHost.is(backend.host())) {
      found.add(
          Finding.warns(
              "the gateway speaks to %s in clear".formatted(backend.host()),
              side.spelled() + ".url",
              "add ?sslmode=verify-full to it"));
    }
    for (GatewayUser user : gateway.settings().users()) {
      refused(
              at(user),
              "correct user and password of %s under %s, or let him in there"
                  .formatted(user.name(), side.spelled()),
              () -> {
                Trial.LoggedIn went =
                    Trial.logIn(
                        side,
                        backend,
                        gateway.credentials(user.on(side)),
                        gateway.settings().limits().login());
                rooms.put(new Login(side, user.name()), went.room());
                return Optional.ofNullable(went.refusal());
              })
          .ifPresent(found::add);
    }
    return found;
  }

  /// What was said, or thrown, as a finding.
  private static Optional<Finding> refused(
      String where, String mend, Supplier<Optional<String>> trial) {
    Optional<String> what;
    try {
      what = trial.get();
    } catch (CrossfadeException | IllegalArgumentException e) {
      what = Optional.of(String.valueOf(e.getMessage()));
    }
    return what.map(said -> Finding.stops(new Problem(said, where, mend)));
  }

  private static String at(GatewayUser user) {
    return "%s (gateway.users.%s)".formatted(user.at(), user.name());
  }
}
