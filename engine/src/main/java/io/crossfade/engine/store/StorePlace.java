package io.crossfade.engine.store;

import io.crossfade.connector.Endpoint;
import java.nio.file.Path;

/// Where a control store lies. See docs/store.md.
public sealed interface StorePlace {

  /// In a file in a state directory, for one process at a time: whoever opens it holds the
  /// directory's [ProcessGuard].
  record InDirectory(Path directory) implements StorePlace {}

  /// On a PostgreSQL server, for processes of several machines: the lease says which of them
  /// carries a migration on.
  record OnServer(Endpoint endpoint) implements StorePlace {}
}
