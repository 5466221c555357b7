package io.crossfade.engine.steps;

import io.crossfade.connector.Database;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.strategies.Strategy;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Side;
import io.crossfade.transfer.follow.Following;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds indexes and foreign keys, now that no chunks of different ages can clash, and opens the
/// way back, unless the manifest gives it up: the reverse stream watches the target from here on,
/// long before anybody writes there.
public final class Finish implements Step {
  /// The fact that says whether there is a way back.
  public static final String REVERSE = "reverse";

  /// Its value where there is none.
  public static final String NONE = "none";

  private final Setup setup;
  private final Strategy strategy;
  private final Streams streams;

  public Finish(Setup setup, Strategy strategy, Streams streams) {
    this.setup = setup;
    this.strategy = strategy;
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
    target.catalog().finish(setup.lease(), setup.tables(Side.TARGET));
    Preflight preflight = Preflight.of(setup);
    List<NotCarried> refused =
        target.catalog().make(setup.lease(), preflight.objects().of(Section.AFTER_COPY));
    Map<String, String> facts = new HashMap<>();
    if (setup.hasWayBack()) {
      facts.putAll(strategy.open(Direction.REVERSE));
      streams.start(Direction.REVERSE, Following.Mode.WATCH);
    } else {
      facts.put(REVERSE, NONE);
    }
    CatalogNotes.put(facts, refused, preflight.differences(true));
    return facts;
  }

  @Override
  public void undo() {
    streams.stop(Direction.REVERSE);
    strategy.close(Direction.REVERSE);
  }
}
