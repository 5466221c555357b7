package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Traffic as two tracks of which one fades out while the other fades in.
///
/// @param position where we are in the crossfade: 0 all on the source, 100 all on the target
/// @param held whether new transactions wait
/// @param rollout which of its steps is under way; empty where none is
public record Tracks(
    Track source,
    Track target,
    int position,
    boolean held,
    int routers,
    long epoch,
    String rollout) {
  /// The flat ends before and after the crossfade, in percent of the picture.
  private static final int BEFORE = 14;

  private static final int AFTER = 86;
  private static final int BARS = 120;
  private static final int ALL = 100;

  /// @param reads how many percent of the reads it gets
  /// @param bars its picture, from left to right
  public record Track(
      Side side, int reads, boolean written, boolean authoritative, List<Bar> bars) {
    public Track {
      bars = List.copyOf(bars);
    }

    public String name() {
      return side == Side.SOURCE ? "Source" : "Target";
    }

    public String css() {
      return side.spelled();
    }

    /// For who cannot see the picture.
    public String text() {
      return "%s: %d percent of the reads, %s%s"
          .formatted(
              name(),
              reads,
              written ? "written" : "not written",
              authoritative ? ", authoritative" : "");
    }
  }

  /// @param played whether it is behind us
  public record Bar(int x, int height, boolean played) {
    public int y() {
      return (ALL - height) / 2;
    }
  }

  static Tracks of(Status status) {
    Route route = status.traffic().route();
    int position = position(route, status.traffic().authoritative());
    return new Tracks(
        track(Side.SOURCE, route, status, position),
        track(Side.TARGET, route, status, position),
        position,
        route.held(),
        status.traffic().routers(),
        route.epoch(),
        rollout(route, status.traffic().rollout()));
  }

  private static String rollout(Route route, Status.@Nullable RollingOut rollout) {
    String shadow =
        route.shadowPercent() == 0
            ? ""
            : "%d %% of the reads are repeated on the other side and compared. "
                .formatted(route.shadowPercent());
    return rollout == null
        ? shadow.strip()
        : shadow
            + "Rollout, step %d of %d: %s, since %s UTC%s."
                .formatted(
                    rollout.number(),
                    rollout.of(),
                    rollout.does(),
                    EventRow.time(rollout.since()),
                    rollout.next() == null ? "" : "; then " + rollout.next());
  }

  public List<Track> both() {
    return List.of(source, target);
  }

  /// Where the head stands in a picture of so many bars.
  public int head() {
    return position * BARS / ALL;
  }

  public int barCount() {
    return BARS;
  }

  private static Track track(Side side, Route route, Status status, int position) {
    boolean written =
        switch (route.writes()) {
          case SOURCE -> side == Side.SOURCE;
          case TARGET -> side == Side.TARGET;
          case BOTH, BOTH_TARGET_FIRST -> true;
        };
    return new Track(
        side,
        reads(route, side, status.traffic().authoritative()),
        written,
        status.traffic().authoritative() == side,
        bars(side, position));
  }

  /// What a route does not send to its side of the reads goes where writes go.
  private static int reads(Route route, Side side, Side authoritative) {
    if (route.reads() == side) {
      return route.percent() + (authoritative == side ? ALL - route.percent() : 0);
    }
    return authoritative == side ? ALL - route.percent() : 0;
  }

  private static int position(Route route, Side authoritative) {
    int readsOnTarget = reads(route, Side.TARGET, authoritative);
    if (authoritative == Side.TARGET) {
      return readsOnTarget == ALL ? ALL - BEFORE / 2 : AFTER;
    }
    return readsOnTarget == 0 ? BEFORE / 2 : BEFORE + (AFTER - BEFORE) * readsOnTarget / (ALL + 20);
  }

  private static List<Bar> bars(Side side, int position) {
    return IntStream.range(0, BARS)
        .mapToObj(i -> {
          double at = (double) i * ALL / (BARS - 1);
          double faded = Math.clamp((at - BEFORE) / (AFTER - BEFORE), 0, 1);
          double target = faded * faded * (3 - 2 * faded);
          double loud = side == Side.TARGET ? target : 1 - target;
          int height = (int) Math.round(6 + loud * 88 * sound(i, side));
          return new Bar(i, height, at <= position);
        })
        .toList();
  }

  /// Something that looks like music, and is the same each time.
  private static double sound(int i, Side side) {
    double beat = Math.abs(Math.sin(i * 0.9 + side.ordinal()));
    double melody = Math.abs(Math.sin(i * 0.37 + 2 * side.ordinal()) * Math.cos(i * 2.3));
    return 0.35 + 0.4 * beat + 0.25 * melody;
  }
}
