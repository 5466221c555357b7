package io.crossfade.server.hosting;

import io.crossfade.engine.Control;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.Preview;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.Manifests;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/// Opens what a manifest says, with the secrets of this process.
///
/// @param directory of the server's state: paths in manifests are relative to it, and what does not
///   fit into memory lies there
public record OpeningByManifest(Store store, SecretReferences secrets, Path directory)
    implements Opening {

  @Override
  public Carried open(Manifests.Kept kept, OpenMigration.Taking taking, Set<TableName> anew) {
    Manifest manifest = read(kept.text(), directory);
    return new CarriedMigration(
        manifest,
        OpenMigration.open(
            manifest,
            secrets,
            store,
            taking,
            new OpenMigration.Beginning(directory, anew, kept.by())));
  }

  /// The migration of a manifest; empty where it is none.
  public static String named(String text) {
    try {
      return ManifestReader.parse("manifest", text, Path.of("")).migration();
    } catch (CrossfadeException e) {
      return "";
    }
  }

  /// What would be done, without doing it.
  public Control.Plan plan(String text) {
    return Preview.of(read(text, directory), secrets, InstantSource.system());
  }

  /// MANIFEST_INVALID with every mistake and its line; also where it names a store, for a server
  /// keeps all migrations in its own.
  static Manifest read(String text, Path directory) {
    Manifest manifest = ManifestReader.parse("manifest", text, directory);
    if (manifest.store() != null) {
      throw new CrossfadeException(
          ErrorCode.MANIFEST_INVALID,
          "the manifest names a store, but a server keeps its migrations in a store of its own; leave `store` out");
    }
    return manifest;
  }
}
