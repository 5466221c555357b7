package io.crossfade.cli;

import io.crossfade.cli.adapter.ManifestAdapter;
import io.crossfade.cli.gateway.GatewayFindings;
import io.crossfade.cli.gateway.ManifestGateway;
import io.crossfade.cli.process.Engine;
import io.crossfade.connector.Endpoint;
import io.crossfade.engine.Control;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.Preview;
import io.crossfade.engine.Servers;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.planning.Draft;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.server.hosting.Carried;
import io.crossfade.server.hosting.CarriedMigration;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The real engine, with the secrets of this process's environment.
public final class InProcessEngine implements Engine {
  private final SecretReferences secrets = new SecretReferences(System.getenv());

  @Override
  public String migration(Path manifest) {
    return ManifestReader.read(manifest).migration();
  }

  @Override
  public Control.Plan plan(Path manifest) {
    Manifest read = ManifestReader.read(manifest);
    return GatewayFindings.addedTo(
        Preview.of(read, secrets, InstantSource.system()), ManifestGateway.of(read, secrets));
  }

  @Override
  public List<String> ddl(Path manifest) {
    return Preview.ddl(ManifestReader.read(manifest), secrets);
  }

  @Override
  public Draft draft(String migration, Draft.Login source, Draft.Login target) {
    return Draft.of(migration, source, target);
  }

  @Override
  public Secret secret(SecretReference reference) {
    return secrets.resolve(reference);
  }

  @Override
  public Optional<Endpoint> store(Path manifest) {
    return Optional.ofNullable(ManifestReader.read(manifest).store())
        .map(store -> store.endpoint(secrets));
  }

  @Override
  public Optional<ManifestGateway> gateway(Path manifest) {
    return ManifestGateway.of(ManifestReader.read(manifest), secrets);
  }

  @Override
  public ManifestAdapter adapter(Path manifest) {
    return new ManifestAdapter(ManifestReader.read(manifest), secrets);
  }

  @Override
  public Map<Side, Map<String, String>> servers(Path manifest) {
    return Servers.settings(ManifestReader.read(manifest), secrets);
  }

  @Override
  public List<Secret> passwords(Path manifest) {
    return Servers.passwords(ManifestReader.read(manifest), secrets);
  }

  @Override
  public Carried open(
      Path file, Store store, OpenMigration.Taking taking, OpenMigration.Beginning beginning) {
    Manifest manifest = ManifestReader.read(file);
    return new CarriedMigration(
        manifest, OpenMigration.open(manifest, secrets, store, taking, beginning));
  }
}
