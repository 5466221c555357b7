package io.crossfade.engine;

import io.crossfade.connector.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events that nobody keeps.
public final class MemoryLog implements Journal.Log {
  private final List<Recorded> log = new ArrayList<>();
  private volatile Optional<String> away = Optional.empty();

  @Override
  public synchronized Recorded append(Lease lease, long seq, MigrationEvent event) {
    log.add(new Recorded(lease.migration(), seq, Instant.EPOCH, "0.1.0", event));
    return log.getLast();
  }

  @Override
  public synchronized List<Recorded> events(String migration) {
    return List.copyOf(log);
  }

  @Override
  public Optional<String> away() {
    return away;
  }

  public void goesAway() {
    away = Optional.of("the store is away");
  }

  public synchronized <E extends MigrationEvent> List<E> events(Class<E> kind) {
    return log.stream().map(Recorded::event).filter(kind::isInstance).map(kind::cast).toList();
  }
}
