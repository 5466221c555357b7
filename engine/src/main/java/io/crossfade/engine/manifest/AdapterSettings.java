package io.crossfade.engine.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Routers of others that adapters lead, as the manifest says it: without the secrets.
///
/// @param pgbouncer null where there is none; so is `haproxy`
public record AdapterSettings(@Nullable PgBouncer pgbouncer, @Nullable Haproxy haproxy) {
  public static final AdapterSettings NONE = new AdapterSettings(null, null);

  /// All that this needs.
  public Stream<SecretReference> secrets() {
    PgBouncer program = pgbouncer;
    return program == null ? Stream.of() : Stream.ofNullable(program.console().password());
  }

  /// @param databases whose transactions go where the route writes
  /// @param readOnly whose transactions go where all reads go
  public record PgBouncer(
      Path file,
      Console console,
      List<String> databases,
      List<String> readOnly,
      Place source,
      Place target) {
    public PgBouncer {
      databases = List.copyOf(databases);
      readOnly = List.copyOf(readOnly);
    }
  }

  /// @param host an address of this machine, or the directory of a Unix domain socket
  /// @param password null where none is asked for
  public record Console(String host, int port, String user, @Nullable SecretReference password) {}

  /// Where PgBouncer finds a side; what is null is as in the side's URL.
  ///
  /// @param user null where it logs in as each client
  public record Place(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String dbname,
      @Nullable String user) {
    static final Place AS_IN_THE_URL = new Place(null, null, null, null);
  }

  /// @param backends whose sessions go where the route writes
  /// @param readOnly whose sessions go where all reads go
  /// @param source the name of its server; so is `target`
  public record Haproxy(
      Path file,
      Path socket,
      List<String> backends,
      List<String> readOnly,
      String source,
      String target) {
    public Haproxy {
      backends = List.copyOf(backends);
      readOnly = List.copyOf(readOnly);
    }
  }
}
