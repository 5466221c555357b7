package io.crossfade.dashboard;

import io.crossfade.server.hosting.Migrations;
import java.util.List;

/// The list of migrations, made once a second for all who look at it.
final class Listing {
  private static final long FRESH_NANOS = 1_000_000_000;

  private final Migrations migrations;
  private List<ListedMigration> items = List.of();
  private long looked;

  Listing(Migrations migrations) {
    this.migrations = migrations;
  }

  synchronized List<ListedMigration> items() {
    if (looked == 0 || System.nanoTime() - looked > FRESH_NANOS) {
      items = migrations.names().stream().map(name -> ListedMigration.of(migrations.status(name))).toList();
      looked = System.nanoTime();
    }
    return items;
  }
}
