package io.crossfade.engine.steps;

import io.crossfade.connector.Database;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.connector.StreamState;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Side;
import io.crossfade.transfer.follow.Follower;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds indexes and foreign keys, now that no chunks of different ages can clash, and opens the
/// way back: the reverse stream watches the target from here on, long before anybody writes there.
public final class Finish implements Step {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Setup setup;
  private final Streams streams;

  public Finish(Setup setup, Streams streams) {
    this.setup = setup;
    this.streams = streams;
  }

  @Override
  public StepName name() {
    return StepName.FINISH;
  }

  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public Map<String, String> run() {
    Database target = setup.database(Side.TARGET);
    Database source = setup.database(Side.SOURCE);
    target.catalog().finish(setup.lease(), setup.tables(Side.TARGET));
    Preflight preflight = Preflight.of(setup);
    List<NotCarried> refused =
        target.catalog().make(setup.lease(), preflight.objects().of(Section.AFTER_COPY));
    String migration = setup.lease().migration();
    target.log().retain(migration, Direction.REVERSE, setup.tables(Side.TARGET), PATIENCE);
    Position start =
        target
            .log()
            .retainedFrom(migration, Direction.REVERSE)
            .orElseThrow(() ->
                new CrossfadeException(
                    ErrorCode.SOURCE_LOG_LOST,
                    "the target does not keep its log although it was told to; run again"));
    StreamState begin = new StreamState(start.encode(), target.identity());
    source.workspace().begin(setup.lease(), Direction.REVERSE, begin);
    // One that was undone may have left a position of a log that is no longer kept.
    source.workspace().rebase(setup.lease(), Direction.REVERSE, begin);
    streams.start(Direction.REVERSE, Follower.Mode.WATCH);
    Map<String, String> facts = new HashMap<>(Map.of("reverseStart", start.encode()));
    CatalogNotes.put(facts, refused, preflight.differences(true));
    return facts;
  }

  @Override
  public void undo() {
    streams.stop(Direction.REVERSE);
    setup.database(Side.TARGET).log().release(setup.lease().migration(), Direction.REVERSE);
  }
}
