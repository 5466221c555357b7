package io.crossfade.engine.store;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent.Noted;
import java.nio.file.Path;
import java.time.InstantSource;

/// Appends events, or decides switches, for ever, and prints the number of each once it is
/// acknowledged.
final class AppendChild {
  private AppendChild() {}

  public static void main(String[] args) {
    // one kind per process: a decision brings all that was committed before it to the disk
    boolean decides = args[1].equals("decisions");
    try (Store store = Store.open(Path.of(args[0]), InstantSource.system())) {
      for (int i = 1; ; i++) {
        if (decides) {
          store.decisions().decide("shop", i, Decision.FLIP);
        } else {
          store.events().append("shop", i, new Noted("event " + i));
        }
        System.out.println(i);
      }
    }
  }
}
