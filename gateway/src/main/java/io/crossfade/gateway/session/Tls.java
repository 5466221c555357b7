package io.crossfade.gateway.session;

import io.crossfade.gateway.settings.BackendTls;
import io.crossfade.gateway.settings.ClientTls;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Reads keys and certificates, once.
public final class Tls {
  private Tls() {}

  /// @throws IllegalArgumentException if they cannot be read
  public static SslContext of(ClientTls tls) {
    File certificates = tls.certificates().toFile();
    SslContextBuilder builder;
    try {
      builder = SslContextBuilder.forServer(certificates, tls.key().toFile());
    } catch (IllegalArgumentException e) {
      throw unreadable(tls.certificates() + " and its key " + tls.key(), e);
    }
    @Nullable Path clients = tls.clients();
    try {
      if (clients != null) {
        // who comes without one may still prove himself otherwise
        builder.trustManager(clients.toFile()).clientAuth(ClientAuth.OPTIONAL);
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw unreadable(
          tls.certificates() + ", its key " + tls.key() + (clients == null ? "" : " or " + clients),
          e);
    }
  }

  static SslContext of(BackendTls tls) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
    @Nullable Path trusted = tls.trusted();
    try {
      return (trusted == null ? builder : builder.trustManager(trusted.toFile())).build();
    } catch (SSLException | IllegalArgumentException e) {
      throw unreadable("the trusted certificates in " + trusted, e);
    }
  }

  private static IllegalArgumentException unreadable(String what, Exception e) {
    return new IllegalArgumentException("Cannot read " + what + ": they must be PEM", e);
  }
}
