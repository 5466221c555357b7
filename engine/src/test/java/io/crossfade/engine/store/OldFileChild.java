package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent.Noted;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;

/// Appends so many events to a store whose file counts as old, prints the number of the last one
/// once it is acknowledged, and waits to be killed: nothing later brings an earlier event to the
/// file.
final class OldFileChild {
  private OldFileChild() {}

  public static void main(String[] args) throws IOException, SQLException {
    try (Store store = Store.open(Path.of(args[0]), InstantSource.system())) {
      makeOld(args[0]);
      Lease lease = StoreContract.take(store, "shop");
      int last = store.events().events("shop").size() + Integer.parseInt(args[1]);
      for (int i = store.events().events("shop").size() + 1; i <= last; i++) {
        store.events().append(lease, i, new Noted("event " + i));
      }
      System.out.println(last);
      int _ = System.in.read();
    }
  }

  /// H2 writes over what it no longer needs once that is 45 seconds old; here at once.
  private static void makeOld(String directory) throws SQLException {
    String url = "jdbc:h2:file:" + Path.of(directory, "store").toAbsolutePath();
    try (Connection connection = DriverManager.getConnection(url, "crossfade", "");
        Statement statement = connection.createStatement()) {
      statement.execute("SET RETENTION_TIME 0");
    }
  }
}
