package io.crossfade.memory;

import io.crossfade.model.Boundary;
import io.crossfade.model.LoggedTransaction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a snapshot has seen, as PostgreSQL tells it: everything below {@code xmax} but what was
 * running.
 */
public record MemoryBoundary(long xmax, List<Long> running) implements Boundary {
  private static final long serialVersionUID = 1;

  public MemoryBoundary {
    running = List.copyOf(running);
  }

  static MemoryBoundary parse(String encoded) {
    String[] parts = encoded.split(":", -1);
    List<Long> running =
        parts[1].isEmpty()
            ? List.of()
            : Arrays.stream(parts[1].split(",")).map(Long::valueOf).toList();
    return new MemoryBoundary(Long.parseLong(parts[0]), running);
  }

  /** Whether a transaction that is known to have committed had committed by then, visibly. */
  public boolean sees(long transaction) {
    return transaction < xmax && !running.contains(transaction);
  }

  @Override
  public Inclusion includes(LoggedTransaction transaction) {
    return sees(transaction.id()) ? Inclusion.YES : Inclusion.NO;
  }

  @Override
  public String encode() {
    return xmax + ":" + running.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
