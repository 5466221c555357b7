package io.crossfade.server;

import io.crossfade.server.tls.Encryption;
import io.javalin.config.JettyConfig;
import java.time.Duration;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

/// The doors of a server as Jetty knows them. On loopback nothing is encrypted: the commands of
/// this machine come there.
final class Connectors implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LOOK_FOR_A_NEW_CERTIFICATE = Duration.ofMinutes(1);

  /// Who keeps a connection open without asking anything does not keep a server from ending; a
  /// request under way is not quiet.
  private static final Duration QUIET = Duration.ofMillis(100);

  private final Doors doors;
  private @Nullable ServerConnector loopback;
  private @Nullable ServerConnector outside;
  private @Nullable Encryption encryption;

  Connectors(Doors doors) {
    this.doors = doors;
  }

  void addTo(JettyConfig jetty) {
    jetty.modifyHttpConfiguration(http -> http.addCustomizer(new KnownMethods()));
    if (doors.byProxy()) {
      jetty.modifyHttpConfiguration(http -> http.addCustomizer(new ForwardedRequestCustomizer()));
    }
    jetty.addConnector((server, http) -> {
      loopback = connector(server, LOOPBACK, doors.loopback(), new HttpConnectionFactory(http));
      return loopback;
    });
    Doors.Outside door = doors.outside();
    if (door != null) {
      if (door.certificate() != null) {
        encryption = Encryption.with(door.certificate(), LOOK_FOR_A_NEW_CERTIFICATE);
      }
      jetty.addConnector((server, http) -> {
        outside = connector(server, door.address(), door.port(), protocols(http));
        return outside;
      });
    }
  }

  private ConnectionFactory[] protocols(HttpConfiguration plain) {
    Encryption encrypted = encryption;
    if (encrypted == null) {
      return new ConnectionFactory[] {new HttpConnectionFactory(plain)};
    }
    HttpConfiguration https = new HttpConfiguration(plain);
    // whoever asks for another name than the certificate's gets an answer too: it may be an address
    https.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http = new HttpConnectionFactory(https);
    return new ConnectionFactory[] {
      new SslConnectionFactory(encrypted.factory(), http.getProtocol()), http
    };
  }

  private static ServerConnector connector(
      Server server, String address, int port, ConnectionFactory... protocols) {
    ServerConnector connector = new ServerConnector(server, protocols);
    connector.setHost(address);
    connector.setPort(port);
    connector.setShutdownIdleTimeout(QUIET.toMillis());
    return connector;
  }

  int loopbackPort() {
    return port(loopback);
  }

  String address() {
    return "http://%s:%d".formatted(LOOPBACK, loopbackPort());
  }

  String outside() {
    Doors.Outside door = doors.outside();
    return door == null
        ? address()
        : "%s://%s:%d"
            .formatted(encryption == null ? "http" : "https", door.address(), port(outside));
  }

  private static int port(@Nullable ServerConnector connector) {
    if (connector == null) {
      throw new IllegalStateException("the server was not started");
    }
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    if (encryption != null) {
      encryption.close();
    }
  }

  /// For people, before there is a port.
  @Override
  public String toString() {
    String here = "port %d of %s".formatted(doors.loopback(), LOOPBACK);
    Doors.Outside door = doors.outside();
    return door == null ? here : "%s or port %d of %s".formatted(here, door.port(), door.address());
  }
}
