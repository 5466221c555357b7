package io.crossfade.gateway;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HoldListener;
import io.crossfade.client.Router;
import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.session.Transport;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.model.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A gateway with a route of its own, in front of one or two databases.
final class Rig implements AutoCloseable {
  static final String USER = "postgres";
  static final String DATABASE = "shop";

  final FixedRouteSource routes = new FixedRouteSource(Route.initial("shop"));
  final Router router;
  final Gateway gateway;

  Rig(Backends backends, Options options) {
    router = new Router(routes, options.hold(), HoldListener.NONE);
    gateway =
        Gateway.start(
            new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), options.place().port()),
                options.tls(),
                options.place().succession(),
                options.place().replaces()),
            new Gateway.Parts(
                router,
                backends,
                new Logins(options.logins()),
                options.limits(),
                options.transport(),
                options.reads()));
  }

  record Options(
      List<Login> logins,
      Limits limits,
      Duration hold,
      Transport transport,
      @Nullable ClientTls tls,
      Place place,
      Reads reads) {
    static final Options USUAL =
        new Options(
            List.of(trusted()),
            Limits.DEFAULT,
            Duration.ofSeconds(5),
            Transport.best(),
            null,
            Place.ANY,
            Reads.NONE);

    Options with(Login... other) {
      return new Options(List.of(other), limits, hold, transport, tls, place, reads);
    }

    Options with(Limits other) {
      return new Options(logins, other, hold, transport, tls, place, reads);
    }

    Options with(Transport other) {
      return new Options(logins, limits, hold, other, tls, place, reads);
    }

    Options with(ClientTls other) {
      return new Options(logins, limits, hold, transport, other, place, reads);
    }

    Options at(Place other) {
      return new Options(logins, limits, hold, transport, tls, other, reads);
    }

    Options holding(Duration other) {
      return new Options(logins, limits, other, transport, tls, place, reads);
    }

    Options with(Reads other) {
      return new Options(logins, limits, hold, transport, tls, place, other);
    }
  }

  record Place(int port, @Nullable Path succession, boolean replaces) {
    static final Place ANY = new Place(0, null, false);
  }

  static Rig before(String sourceUrl) {
    return before(sourceUrl, sourceUrl, Options.USUAL);
  }

  static Rig before(String sourceUrl, String targetUrl, Options options) {
    return new Rig(
        new Backends(DATABASE, backend(sourceUrl), backend(targetUrl), List.of("shop.tenant")),
        options);
  }

  static Login trusted() {
    Credentials postgres = new Credentials(USER, "");
    return new Login(USER, new Proof.None(), postgres, postgres);
  }

  static Backend backend(String jdbcUrl) {
    URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
    return new Backend(uri.getHost(), uri.getPort(), uri.getPath().substring(1), null);
  }

  int port() {
    return gateway.port();
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
  }

  Connection connect(String... options) throws SQLException {
    return connectAs(USER, "", options);
  }

  Connection connectAs(String user, String password, String... options) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    for (String option : options) {
      int equals = option.indexOf('=');
      properties.setProperty(option.substring(0, equals), option.substring(equals + 1));
    }
    return DriverManager.getConnection(url(), properties);
  }

  static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Waits until every transaction that has begun until now has ended, for the router too.
  void awaitNothingInFlight() {
    Route newer = router.route().release();
    routes.set(newer);
    await(
        "nothing is in flight",
        () -> routes.reported().epoch() == newer.epoch() && routes.reported().drained());
  }

  /// Waits until it is so, at most ten seconds.
  static void await(String what, BooleanSupplier so) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within 10 s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    gateway.close();
    router.close();
  }
}
