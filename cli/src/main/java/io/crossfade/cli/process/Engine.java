package io.crossfade.cli.process;

import io.crossfade.cli.adapter.ManifestAdapter;
import io.crossfade.cli.gateway.ManifestGateway;
import io.crossfade.connector.Endpoint;
import io.crossfade.engine.Control;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.planning.Draft;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.server.hosting.Carried;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the command line needs in order to carry a migration on in this process.
public interface Engine {
  /// The name of the manifest's migration. MANIFEST_INVALID with every mistake and its line.
  String migration(Path manifest);

  /// What would be done, and what would stop it. Looks into both databases and changes neither.
  Control.Plan plan(Path manifest);

  /// The statements that make the target's tables, in order.
  List<String> ddl(Path manifest);

  /// A first manifest of what both databases say. Looks into both and changes neither.
  Draft draft(String migration, Draft.Login source, Draft.Login target);

  /// What a manifest's reference to a password stands for here. SECRET_MISSING if nothing is there.
  Secret secret(SecretReference reference);

  /// The server on which the control store of the manifest's migration lies; empty where it is a
  /// file.
  Optional<Endpoint> store(Path manifest);

  /// The gateway that the manifest describes; empty where it describes none.
  Optional<ManifestGateway> gateway(Path manifest);

  /// What the manifest says of routers of others.
  ManifestAdapter adapter(Path manifest);

  /// What the two servers of the manifest are; of one that cannot be asked only why.
  Map<Side, Map<String, String>> servers(Path manifest);

  /// The passwords of the manifest that can be found here, so that nobody tells them.
  List<Secret> passwords(Path manifest);

  /// Takes the migration over, in this process.
  Carried open(
      Path manifest, Store store, OpenMigration.Taking taking, OpenMigration.Beginning beginning);
}
