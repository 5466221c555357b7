package io.crossfade.server.metrics;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.hosting.Migrations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Migrations of which only the status is known.
final class FakeMigrations implements Migrations {
  final Map<String, Status> statuses = new TreeMap<>();
  boolean storeAway;

  @Override
  public List<String> names() {
    if (storeAway) {
      throw new CrossfadeException(ErrorCode.DATABASE_FAILED, "away");
    }
    return List.copyOf(statuses.keySet());
  }

  @Override
  public Status status(String migration) {
    Status status = statuses.get(migration);
    if (status == null) {
      throw new CrossfadeException(ErrorCode.MIGRATION_UNKNOWN, "none");
    }
    return status;
  }

  @Override
  public Control control(String migration) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Recorded> events(String migration, long after, int most) {
    return List.of();
  }

  @Override
  public List<Recorded> before(
      String migration, Class<? extends MigrationEvent> kind, long before, int most) {
    return List.of();
  }
}
