package io.crossfade.engine.store;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.model.Secret;
import java.nio.file.Path;
import java.time.InstantSource;

/// Appends events, or decides switches, for ever, and prints the number of each once it is
/// acknowledged.
final class AppendChild {
  private AppendChild() {}

  public static void main(String[] args) {
    // one kind per process: a decision brings all that was committed before it to the disk
    boolean decides = args[1].equals("decisions");
    try (Store store = Store.open(place(args[0]), InstantSource.system())) {
      Lease lease = StoreContract.take(store, "shop");
      for (int i = 1; ; i++) {
        if (decides) {
          store.decisions().decide(lease, i, Decision.FLIP);
        } else {
          store.events().append(lease, i, new Noted("event " + i));
        }
        System.out.println(i);
      }
    }
  }

  /// @param where a directory, or the URL of a server
  static StorePlace place(String where) {
    return where.startsWith("jdbc:")
        ? new StorePlace.OnServer(new Endpoint(where, "postgres", new Secret("")))
        : new StorePlace.InDirectory(Path.of(where));
  }
}
