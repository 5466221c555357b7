package io.crossfade.engine.streams;

import io.crossfade.connector.Log.Endangered;
import io.crossfade.model.Direction;
import io.crossfade.transfer.Timing;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Log that its server is about to take away while a stream still needs it. People are told once,
/// before it is too late, and again only after it was over.
final class EndangeredLog {
  private static final long TOLD = Long.MAX_VALUE;

  private final Timing timing;
  private final Consumer<String> note;

  /// When it was first seen; [#TOLD] once people have heard of it.
  private final Map<Direction, Long> since = new EnumMap<>(Direction.class);

  EndangeredLog(Timing timing, Consumer<String> note) {
    this.timing = timing;
    this.note = note;
  }

  void look(Direction direction, Optional<Endangered> seen) {
    if (seen.isEmpty()) {
      since.remove(direction);
      return;
    }
    long now = timing.nanoTime();
    long begun = since.computeIfAbsent(direction, d -> now);
    if (begun != TOLD && now - begun >= seen.get().patience().toNanos()) {
      note.accept(
          "the log that the %s stream needs is about to be lost on the %s: %s"
              .formatted(direction, direction.from(), seen.get().why()));
      since.put(direction, TOLD);
    }
  }
}
