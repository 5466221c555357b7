package io.crossfade.cli.gateway;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.KeptRoute;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.Manifests;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.server.hosting.Host;
import io.crossfade.server.hosting.Opening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateways in a server: one for each migration that it carries on and whose manifest has one.
/// Of several servers only the one that carries a migration on listens for it: it asks itself for
/// the route, with a token that no other server knows. It goes on listening when the migration has
/// stopped or nobody carries it on, and ends when another server does.
public final class ServedGateways implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedGateways.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Path directory;
  private final SecretReferences secrets;
  private final boolean isShared;
  private final Map<String, Served> served = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  /// @param directory of the server's state: paths in manifests are relative to it, and routes are
  ///   kept there
  /// @param isShared whether other servers may have carried a migration on since: then no route
  ///   that was kept here is one to begin with
  public ServedGateways(Path directory, SecretReferences secrets, boolean isShared) {
    this.directory = directory;
    this.secrets = secrets;
    this.isShared = isShared;
  }

  /// One migration's gateway, on the thread that looks.
  private static final class Served {
    private final ManifestGateway described;
    private @Nullable RoutedGateway gateway;
    private @Nullable String refusal;

    Served(ManifestGateway described) {
      this.described = described;
    }
  }

  /// Hears of each migration that is about to be carried on here.
  public Opening before(Opening opening) {
    return (kept, taking, anew) -> {
      opens(kept);
      return opening.open(kept, taking, anew);
    };
  }

  /// A changed section counts from the next start of this process on.
  private void opens(Manifests.Kept kept) {
    Manifest manifest = ManifestReader.parse("manifest", kept.text(), directory);
    ManifestGateway.of(manifest, secrets)
        .filter(gateway -> gateway.settings().inside())
        .ifPresent(gateway -> served.putIfAbsent(gateway.migration(), new Served(gateway)));
  }

  /// @param routes where the route of a migration is asked for in this process
  /// @param token for it
  public void start(Host host, Function<String, String> routes, Secret token) {
    thread =
        Thread.ofPlatform()
            .name("gateways")
            .start(() -> lookUntilClosed(host, name -> ControlPlane.at(routes.apply(name), token)));
  }

  private void lookUntilClosed(Host host, Function<String, ControlPlane> planes) {
    try {
      do {
        for (Served one : served.values()) {
          look(one, host, planes);
        }
      } while (!closed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      served.values().parallelStream().forEach(ServedGateways::end);
    }
  }

  private void look(Served one, Host host, Function<String, ControlPlane> planes) {
    String migration = one.described.migration();
    try {
      boolean carried = host.board(migration).isPresent();
      if (!carried && sessions(one) == 0 && host.hasEnded(migration)) {
        end(one);
        served.remove(migration);
      } else if (one.gateway == null) {
        KeptRoute kept = kept(migration);
        if (carried || (kept != null && Files.exists(kept.file()))) {
          start(one, planes.apply(migration), kept);
        }
      }
    } catch (CrossfadeException e) {
      if (e.code() == ErrorCode.CARRIED_ELSEWHERE) {
        end(one);
      } else {
        refused(one, String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException e) {
      refused(one, "a defect: " + e);
    }
  }

  private static int sessions(Served one) {
    RoutedGateway open = one.gateway;
    return open == null ? 0 : open.sessions();
  }

  private void start(Served one, ControlPlane plane, @Nullable KeptRoute kept) {
    RoutedGateway started = RoutedGateway.start(one.described, () -> plane, kept);
    one.gateway = started;
    one.refusal = null;
    LOG.info(
        "the gateway of migration {} listens on {}", one.described.migration(), started.where());
  }

  /// Tried again and again; told once.
  private static void refused(Served one, String why) {
    if (!why.equals(one.refusal)) {
      LOG.warn(
          "migration {} and its gateway, which is tried again: {}", one.described.migration(), why);
    }
    one.refusal = why;
  }

  private @Nullable KeptRoute kept(String migration) {
    return isShared ? null : new KeptRoute(directory.resolve(migration + ".route"), migration);
  }

  /// Whatever goes wrong: other gateways are looked after by the same thread.
  private static void end(Served one) {
    RoutedGateway open = one.gateway;
    one.gateway = null;
    if (open == null) {
      return;
    }
    String migration = one.described.migration();
    try {
      open.close();
    } catch (RuntimeException e) {
      LOG.warn("the gateway of migration {} did not end as it should", migration, e);
    }
    LOG.info("the gateway of migration {} listens no more on {}", migration, open.where());
  }

  @Override
  public void close() {
    closed.countDown();
    if (thread == null) {
      return;
    }
    try {
      Objects.requireNonNull(thread).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
