package io.crossfade.engine.switching;

import io.crossfade.engine.Setup;
import io.crossfade.model.Side;
import io.crossfade.transfer.Failures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// That both addresses lead to the servers with which we have spoken so far.
public record SameServers(Setup setup) {
  /// How long an answer is believed: no longer than most switches take until the fence stands, for
  /// to ask again makes everybody wait longer.
  public static final Duration BELIEVED = Duration.ofMillis(50);

  /// Asks over new connections, and both at once. SERVER_REPLACED by another server.
  void require() {
    var others =
        CompletableFuture.runAsync(() -> setup.database(Side.TARGET).identity(), setup.threads());
    var _ = setup.database(Side.SOURCE).identity();
    Failures.join(others);
  }
}
