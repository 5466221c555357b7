package io.crossfade.servers;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM that starts a server, says its process id, and waits to be killed. */
final class ServerOwner {
  private ServerOwner() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedPostgres server = EmbeddedPostgres.start(16, Path.of(args[0]), false);
    System.out.println(server.pid());
    new CountDownLatch(1).await();
  }
}
