package io.crossfade.engine;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.GatewaySettings;
import io.crossfade.engine.manifest.GatewayUser;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The two servers of a manifest, for who only wants to know what they are.
public final class Servers {
  private Servers() {}

  /// Their settings; of one that cannot be asked only why.
  public static Map<Side, Map<String, String>> settings(
      Manifest manifest, SecretReferences secrets) {
    Map<Side, Map<String, String>> servers = new EnumMap<>(Side.class);
    servers.put(Side.SOURCE, settings(manifest.source(), secrets));
    servers.put(Side.TARGET, settings(manifest.target(), secrets));
    return servers;
  }

  private static Map<String, String> settings(
      DatabaseReference reference, SecretReferences secrets) {
    try (Database database = Connectors.open(reference.endpoint(secrets))) {
      return database.catalog().settings();
    } catch (CrossfadeException e) {
      return Map.of("cannot be asked", String.valueOf(e.getMessage()));
    }
  }

  /// The passwords that can be found here, those of the gateway's users and the adapters' too.
  public static List<Secret> passwords(Manifest manifest, SecretReferences secrets) {
    GatewaySettings gateway = manifest.gateway();
    Stream<SecretReference> users =
        gateway == null ? Stream.of() : gateway.users().stream().flatMap(GatewayUser::secrets);
    return Stream.concat(
            Stream.of(manifest.source(), manifest.target(), manifest.store())
                .filter(Objects::nonNull)
                .flatMap(database -> Optional.ofNullable(database.password()).stream()),
            Stream.concat(users, manifest.adapters().secrets()))
        .flatMap(reference -> secret(reference, secrets).stream())
        .toList();
  }

  private static Optional<Secret> secret(SecretReference reference, SecretReferences secrets) {
    try {
      return Optional.of(secrets.resolve(reference));
    } catch (CrossfadeException e) {
      return Optional.empty(); // what is not found here cannot slip out
    }
  }
}
