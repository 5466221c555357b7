package io.crossfade.transfer.stitch;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.follow.Follower;
import io.crossfade.transfer.follow.Following;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that follows until it has what was committed when it started. */
final class FollowingProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private FollowingProcess() {}

  static Process start(Scene scene, String heap, Path spill) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FollowingProcess.class.getName());
    for (TestDatabase side : List.of(scene.source, scene.target)) {
      command.addAll(List.of(side.real().endpoint().url(), side.real().endpoint().user()));
    }
    command.addAll(List.of(scene.lease.migration(), spill.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** URL and user of source and target, the migration, the directory. */
  public static void main(String[] args) {
    Path spill = Path.of(args[5]);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Database source = Connectors.open(new Endpoint(args[0], args[1], new Secret("")), spill);
        Database target = Connectors.open(new Endpoint(args[2], args[3], new Secret("")), spill);
        LocalRunner runner =
            new LocalRunner(
                Map.of(Side.SOURCE, source, Side.TARGET, target), threads, Timing.REAL);
        Follower follower =
            new Follower(
                    new Lease(args[4], "store", 1),
                    new Mapping(
                        Direction.FORWARD,
                        source.catalog().tables().stream().map(TableMapping::identity).toList()),
                    runner,
                    runner,
                    new Silence(),
                    work -> new Thread(work, "follower"))
                .start(Following.Mode.APPLY)) {
      Position marker = source.log().marker(args[4]);
      System.out.println(follower.awaitApplied(marker, PATIENCE) ? "applied" : "too late");
    }
    threads.shutdown();
  }
}
