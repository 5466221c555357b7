package io.crossfade.engine.repair;

import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.transfer.follow.Following;
import java.util.Arrays;
import java.util.List;

/// A stream of this process that has stopped for good, because somebody has to mend its cause.
public final class StoppedStreams implements Check {
  private final Streams streams;

  public StoppedStreams(Streams streams) {
    this.streams = streams;
  }

  @Override
  public List<Damage> look() {
    return Arrays.stream(Direction.values())
        .filter(direction -> streams.find(direction).filter(f -> f.failure() != null).isPresent())
        .map(direction ->
            Damage.of(
                "it has stopped: " + streams.require(direction).failure(),
                where(direction),
                "start it again where it stood; mend its cause first"))
        .toList();
  }

  @Override
  public String mend(Damage damage) {
    for (Direction direction : Direction.values()) {
      if (damage.where().equals(where(direction))) {
        Following.Mode mode = streams.require(direction).mode();
        streams.start(direction, mode);
      }
    }
    return "it was started again; if its cause is still there it stops again, see `crossfade status`";
  }

  private static String where(Direction direction) {
    return "the " + direction + " stream";
  }
}
