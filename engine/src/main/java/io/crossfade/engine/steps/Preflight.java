package io.crossfade.engine.steps;

import io.crossfade.connector.Database;
import io.crossfade.connector.Finding;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.mapping.CarriedObjects;
import io.crossfade.engine.mapping.CatalogDifferences;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.strategies.Admission;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person should know before anything runs. Looks into both databases and changes neither.
/// What stands around the tables is read once, for that takes seconds where there is much.
public final class Preflight {
  private final MappingPlan mappings;
  private final Database source;
  private final Database target;
  private final boolean followsLogs;
  private @Nullable CarriedObjects objects;

  public Preflight(MappingPlan mappings, Database source, Database target, boolean followsLogs) {
    this.mappings = mappings;
    this.source = source;
    this.target = target;
    this.followsLogs = followsLogs;
  }

  public static Preflight of(Setup setup) {
    return new Preflight(
        setup.mappings(),
        setup.database(Side.SOURCE),
        setup.database(Side.TARGET),
        setup.followsLogs());
  }

  /// Refuses a step with everything that stands in its way.
  public static void pass(StepName step, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          "%s cannot begin: %s"
              .formatted(
                  step.spelled(),
                  problems.stream().map(Problem::toString).collect(Collectors.joining("; "))),
          Map.of("step", step.spelled()));
    }
  }

  /// What would stop the migration.
  public List<Problem> problems() {
    return findings().stream()
        .filter(finding -> finding.severity() == Finding.Severity.STOPS)
        .map(Finding::problem)
        .toList();
  }

  /// What would stop or disturb the migration, the worst first.
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    found.addAll(
        source.catalog().preflight(Side.SOURCE, mappings.touchedSourceTables(), followsLogs));
    found.addAll(
        target
            .catalog()
            .preflight(Side.TARGET, mappings.targetTables(), followsLogs && mappings.hasWayBack()));
    if (!mappings.hasWayBack()) {
      found.add(oneWay());
    }
    if (sameDialect()) {
      found.addAll(
          target.catalog().differences(source.catalog().settings(), mappings.targetTables()));
    }
    if (!followsLogs) {
      found.addAll(Admission.findings(mappings.forward(), source, target));
    }
    Stream.concat(
            objects().problems().stream(), heapNeeds().flatMap(need -> need.problem().stream()))
        .forEach(problem -> found.add(Finding.stops(problem)));
    found.sort(Comparator.comparing(Finding::severity));
    return found;
  }

  /// Whoever approves of the plan approves of this.
  private static Finding oneWay() {
    return Finding.warns(
        "THE ROLLBACK AFTER THE CUTOVER IS GIVEN UP: what is written on the target from then on"
            + " never comes back to the source",
        "reverse: none",
        "if that is not what you want, take it out of the manifest; what cannot find its way back"
            + " is named then");
  }

  /// What stops nothing, and would be missed later: whatever is not carried to the target, casts
  /// that lose something, and the heap that large rows need.
  public List<String> notes() {
    List<String> notes = new ArrayList<>(mappings.remarks());
    Stream.concat(
            source.catalog().notCarried(mappings.sourceTables()).stream(),
            objects().listed().stream())
        .map(NotCarried::toString)
        .forEach(notes::add);
    heapNeeds().map(HeapNeed::note).forEach(notes::add);
    return notes;
  }

  /// What stands around the tables.
  public CarriedObjects objects() {
    CarriedObjects known = objects;
    if (known == null) {
      known = CarriedObjects.of(mappings, source, target);
      objects = known;
    }
    return known;
  }

  /// Where the target's catalog is not what it should be by now.
  ///
  /// @param finished whether what is made after the copy is there too
  public List<String> differences(boolean finished) {
    return CatalogDifferences.find(
        mappings, sameDialect() ? objects() : null, target.catalog(), finished);
  }

  private boolean sameDialect() {
    return source.catalog().dialect().equals(target.catalog().dialect());
  }

  private Stream<HeapNeed> heapNeeds() {
    long heap = Runtime.getRuntime().maxMemory();
    return source.catalog().largeRows(mappings.sourceTables()).entrySet().stream()
        .map(large -> new HeapNeed(large.getKey(), large.getValue(), heap));
  }
}
