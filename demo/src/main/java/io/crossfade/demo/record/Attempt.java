package io.crossfade.demo.record;

import java.util.List;

/// One transaction of the workload as the record shows it.
public record Attempt(String tag, Kind kind, List<Effect> effects, Outcome outcome) {
  public Attempt {
    effects = List.copyOf(effects);
  }

  public Status status() {
    return outcome.status();
  }

  /// Whether only the database can say if it happened.
  public boolean isOpen() {
    return status() == Status.IN_DOUBT || status() == Status.UNFINISHED;
  }

  Attempt with(Outcome known) {
    return new Attempt(tag, kind, effects, known);
  }
}
