package io.crossfade.demo.stage;

import io.crossfade.demo.load.Databases;
import io.crossfade.model.Side;
import io.crossfade.servers.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Two real servers, an old one and a new one, in a directory of their own.
public final class Stage implements AutoCloseable {
  public static final String DATABASE = "shop";

  private final Path directory;
  private final StageServer source;
  private final StageServer target;

  private Stage(Path directory, StageServer source, StageServer target) {
    this.directory = directory;
    this.source = source;
    this.target = target;
  }

  public static Stage open(From from) throws IOException, SQLException {
    Path directory = Files.createTempDirectory("crossfade-demo-");
    CompletableFuture<StageServer> old =
        started(() -> StageServer.source(from, directory.resolve("source")));
    StageServer target = StageServer.target(from, directory.resolve("target"));
    try {
      return new Stage(directory, old.join(), target);
    } catch (CompletionException e) {
      target.close();
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(why.getMessage(), e);
    }
  }

  private static CompletableFuture<StageServer> started(Callable<StageServer> start) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return start.call();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    });
  }

  public Path directory() {
    return directory;
  }

  /// JDBC URLs as the workload and the judge use them.
  public Databases databases() {
    return new Databases(source.url(), target.url());
  }

  public StageServer server(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  /// Stops both servers; the files stay.
  @Override
  public void close() {
    try (StageServer _ = source) {
      target.close();
    }
  }

  /// To be called when the servers are stopped.
  public void deleteFiles() {
    Leftovers.delete(directory);
  }
}
