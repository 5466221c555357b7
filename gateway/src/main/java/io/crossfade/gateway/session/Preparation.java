package io.crossfade.gateway.session;

import java.util.List;

/// How far a session is with getting ready for the other database, before anybody is held.
final class Preparation {
  private final Runnable changed;
  private volatile boolean isOver;

  /// What cannot be taken along, as it was found last.
  private volatile List<String> pins = List.of();

  Preparation(Runnable changed) {
    this.changed = changed;
  }

  /// It is ready, has left, or cannot get ready before it has to go.
  boolean isOver() {
    return isOver;
  }

  List<String> pins() {
    return pins;
  }

  void pinned(List<String> by) {
    pins = by;
    changed.run();
  }

  void over() {
    pins = List.of();
    isOver = true;
    changed.run();
  }
}
