package io.crossfade.cli;

import io.crossfade.cli.process.Engine;
import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.client.ControlPlane;
import io.crossfade.server.RemotePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Where a migration is asked about: in a directory of this machine, or at a server.
final class Place {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the migration's state lies. Default: ./.crossfade/<migration>.")
  private @Nullable Path stateDirectory;

  @ArgGroup(exclusive = false)
  private @Nullable ServerOptions server;

  /// Null where it was not given.
  static @Nullable Path stateDirectory(@Nullable Place given) {
    return given == null ? null : given.stateDirectory;
  }

  /// Null where none was given.
  static @Nullable ServerOptions server(@Nullable Place given) {
    return given == null ? null : given.server;
  }

  /// @param manifest null where it was not given, as the name
  static Whereabouts where(
      @Nullable Place given, Engine engine, @Nullable Path manifest, @Nullable String name) {
    String migration = manifest == null ? name : engine.migration(manifest);
    ServerOptions server = server(given);
    if (server != null) {
      return new ServedMigration(migration, server.place(engine));
    }
    StateDirectory directory = StateDirectory.find(migration, stateDirectory(given));
    return manifest == null ? directory : directory.with(engine.store(manifest));
  }

  /// Where routers of this migration find its control plane: asked anew after each failure.
  static Supplier<ControlPlane> controlPlane(
      @Nullable Place given, Engine engine, StateDirectory directory, String migration) {
    ServerOptions server = server(given);
    if (server == null) {
      return ControlPlane.in(directory.path().resolve("routes"));
    }
    RemotePlace.AtServer at = server.place(engine);
    if (at.trust() != null) {
      // the client asks by Java's own means, and this process asks nobody else
      HttpsURLConnection.setDefaultSSLSocketFactory(at.trust().getSocketFactory());
    }
    // the file of the token is read again after each failure
    return () ->
        ControlPlane.at(
            "crossfade:%s/routes/%s".formatted(at.url(), migration), server.place(engine).token());
  }

  /// Where a router keeps its last route: as given, or under this name in the state directory.
  static Path routeFile(@Nullable Path given, StateDirectory directory, String name) {
    Path file = given == null ? directory.path().resolve(name) : given;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory of " + file + ": " + e, e);
    }
    return file;
  }
}
