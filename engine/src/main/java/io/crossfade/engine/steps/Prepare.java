package io.crossfade.engine.steps;

import io.crossfade.connector.Database;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.engine.KnownServer;
import io.crossfade.engine.Progress;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.mapping.CarriedObjects;
import io.crossfade.engine.shape.KnownTables;
import io.crossfade.engine.strategies.Strategy;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the target's tables, fences them against everybody else, and opens the way there: from now
/// on nothing that is written on the source is lost to the target.
public final class Prepare implements Step {
  /// The fact that says how many notes there were.
  public static final String NOTES = "notes";

  /// Before the name of a fact: how the target spells that type, so that nobody has to ask it
  /// again.
  public static final String TYPE = "type ";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Setup setup;
  private final Strategy strategy;

  public Prepare(Setup setup, Strategy strategy) {
    this.setup = setup;
    this.strategy = strategy;
  }

  @Override
  public StepName name() {
    return StepName.PREPARE;
  }

  /// Before all else whether it is ours: who meets the tables of another one's migration would be
  /// told to empty them.
  @Override
  public List<Problem> check() {
    for (Side side : Side.values()) {
      setup
          .database(side)
          .workspace()
          .lease(setup.lease().migration())
          .ifPresent(setup.lease()::requireSameStore);
    }
    return Preflight.of(setup).problems();
  }

  @Override
  public Map<String, String> run() {
    Database source = setup.database(Side.SOURCE);
    Database target = setup.database(Side.TARGET);
    source.workspace().take(setup.lease());
    target.workspace().take(setup.lease());
    Preflight preflight = Preflight.of(setup);
    CarriedObjects objects = preflight.objects();
    List<NotCarried> refused = new ArrayList<>();
    refused.addAll(target.catalog().make(setup.lease(), objects.of(Section.BEFORE_TABLES)));
    target.catalog().create(setup.lease(), setup.tables(Side.TARGET));
    refused.addAll(target.catalog().make(setup.lease(), objects.of(Section.WITH_TABLES)));
    target.fence().raise(setup.lease(), setup.tableNames(Side.TARGET), PATIENCE);
    refuseForeignRows(target);
    Map<String, String> facts = new HashMap<>(strategy.open(Direction.FORWARD));
    for (Side side : Side.values()) {
      facts.put(
          Progress.serverFact(side), KnownServer.of(setup.database(side).identity()).toString());
    }
    facts.put("tables", "" + setup.tables(Side.SOURCE).size());
    facts.put(NOTES, "" + preflight.notes().size());
    CatalogNotes.put(facts, refused, preflight.differences(false));
    setup.mappings().types().forEach((type, spelled) -> facts.put(TYPE + type, spelled));
    facts.putAll(KnownTables.taken(source.catalog(), setup.tables(Side.SOURCE)));
    return facts;
  }

  /// Only now that nobody else can write the target is its emptiness more than a moment's truth.
  private void refuseForeignRows(Database target) {
    boolean begun =
        strategy.precedesCopy() || !target.workspace().chunks(setup.lease().migration()).isEmpty();
    for (Table table : setup.tables(Side.TARGET)) {
      if (!begun && target.catalog().count(table, 1) > 0) {
        throw new CrossfadeException(
            ErrorCode.TARGET_NOT_EMPTY,
            "the target's table " + table.name() + " has rows; empty it, or map to another name",
            Map.of("table", table.name().toString()));
      }
    }
  }

  @Override
  public void undo() {
    String migration = setup.lease().migration();
    strategy.close(Direction.FORWARD);
    // Fenced to the end: a client that still knows the way must not write what is then dropped.
    setup.database(Side.TARGET).catalog().drop(migration);
    setup.database(Side.TARGET).workspace().remove(migration);
    setup.database(Side.SOURCE).workspace().remove(migration);
  }
}
