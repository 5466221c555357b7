package io.crossfade.mysqlservers;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM that starts a server, says its process id, and waits to be killed. */
final class MySqlOwner {
  private MySqlOwner() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedMySql server = EmbeddedMySql.start(MySqlVersion.MARIADB_11_4, Path.of(args[0]), false);
    System.out.println(server.pid());
    new CountDownLatch(1).await();
  }
}
