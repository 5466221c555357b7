package io.crossfade.server.hosting;

import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.store.Manifests;
import io.crossfade.model.TableName;
import java.util.Set;

/// How a migration is opened in this process.
@FunctionalInterface
public interface Opening {
  /// @param anew tables of the source that a person wants copied anew
  Carried open(Manifests.Kept manifest, OpenMigration.Taking taking, Set<TableName> anew);
}
