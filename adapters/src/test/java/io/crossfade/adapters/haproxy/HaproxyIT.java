package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.AdapterContract;
import io.crossfade.adapters.Bench;
import java.nio.file.Path;

/// The contract, by a real HAProxy.
class HaproxyIT extends AdapterContract {
  @Override
  protected Bench start(Path directory) throws Exception {
    return HaproxyBench.start(directory);
  }
}
