package io.crossfade.adapters.pgbouncer;

import io.crossfade.adapters.AdapterContract;
import io.crossfade.adapters.Bench;
import java.nio.file.Path;

/// The contract, by a real PgBouncer that pools transactions.
class PgBouncerIT extends AdapterContract {
  @Override
  protected Bench start(Path directory) throws Exception {
    return PgBouncerBench.start(directory);
  }
}
