package io.crossfade.server;

import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Whom a [RemoteControl] asks.
public sealed interface RemotePlace {
  Duration CONNECT = Duration.ofSeconds(5);

  /// Without a path.
  URI url();

  Secret token();

  HttpClient client();

  /// As people call it.
  String name();

  /// NOT_RUNNING, with what to do.
  CrossfadeException gone(String migration, String what, Exception cause);

  /// The server to which this one has referred us; empty where the token must not be shown there.
  Optional<RemotePlace> referred(String url);

  /// A process of this machine.
  record OnThisHost(ControlEndpoint endpoint) implements RemotePlace {
    @Override
    public URI url() {
      return URI.create("http://127.0.0.1:" + endpoint.port());
    }

    @Override
    public Secret token() {
      return endpoint.token();
    }

    @Override
    public HttpClient client() {
      return HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }

    @Override
    public String name() {
      return "process " + endpoint.pid();
    }

    @Override
    public CrossfadeException gone(String migration, String what, Exception cause) {
      return new CrossfadeException(
          ErrorCode.NOT_RUNNING,
          "%s, which carried migration %s on, does not answer: %s. See `crossfade status`; `crossfade run` goes on."
              .formatted(name(), migration, what),
          Map.of("pid", Long.toString(endpoint.pid())),
          cause);
    }

    /// Its token opens nothing anywhere else.
    @Override
    public Optional<RemotePlace> referred(String url) {
      return Optional.empty();
    }
  }

  /// A server, wherever it is.
  ///
  /// @param trust whose certificates are believed; null for those that Java believes
  record AtServer(URI url, Secret token, @Nullable SSLContext trust) implements RemotePlace {
    @Override
    public HttpClient client() {
      HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
      return trust == null ? client.build() : client.sslContext(trust).build();
    }

    @Override
    public String name() {
      return "the server " + url;
    }

    @Override
    public CrossfadeException gone(String migration, String what, Exception cause) {
      return new CrossfadeException(
          ErrorCode.NOT_RUNNING,
          "%s does not answer: %s. Look at the URL, and whether it runs; another server on its store can be asked as well."
              .formatted(name(), what),
          Map.of("url", url.toString()),
          cause);
    }

    /// Servers on one store know the same tokens. What was encrypted stays so.
    @Override
    public Optional<RemotePlace> referred(String other) {
      return other.startsWith(url.getScheme() + "://")
          ? Optional.of(new AtServer(URI.create(other), token, trust))
          : Optional.empty();
    }
  }
}
