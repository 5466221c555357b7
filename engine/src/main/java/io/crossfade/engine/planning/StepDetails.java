package io.crossfade.engine.planning;

import io.crossfade.connector.Database;
import io.crossfade.connector.Size;
import io.crossfade.engine.Control;
import io.crossfade.engine.Figures;
import io.crossfade.engine.StepName;
import io.crossfade.engine.gates.CalendarGate;
import io.crossfade.engine.gates.StandardGates;
import io.crossfade.engine.manifest.Durations;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.Rollout;
import io.crossfade.engine.manifest.RolloutStep.SetReads;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.strategies.Strategies;
import io.crossfade.model.Direction;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What each step would do to both sides.
public final class StepDetails {
  private static final String NO_WAY_BACK =
      "NO WAY BACK: the manifest says `reverse: none`. Up to here everything can be undone (`abort`); from here on nothing, and `rollback` is refused";

  private final Manifest manifest;
  private final MappingPlan mappings;
  private final Database source;
  private final Database target;
  private final CalendarGate calendar;
  private final Extent extent;

  public StepDetails(
      Manifest manifest,
      MappingPlan mappings,
      Database source,
      Database target,
      CalendarGate calendar) {
    this.manifest = manifest;
    this.mappings = mappings;
    this.source = source;
    this.target = target;
    this.calendar = calendar;
    this.extent = Extent.of(manifest, mappings, source);
  }

  public Control.PlannedStep of(StepName step) {
    return new Control.PlannedStep(
        step,
        step.does(),
        false,
        Stream.of(details(step), calendar.details(step), gates(step))
            .flatMap(List::stream)
            .toList(),
        estimate(step));
  }

  private List<String> details(StepName step) {
    return switch (step) {
      case PREPARE -> prepare();
      case BACKFILL -> mappings.forward().tables().stream().map(this::copied).toList();
      case CATCH_UP -> List.of("source: is read; target: is written as the source was");
      case FINISH -> finish();
      case VERIFY ->
          List.of("both sides: every row is read; nothing is written but messages in the log");
      case SHIFT_READS -> reads();
      case CUTOVER -> cutover();
      case CLEANUP -> cleanup();
      case BAKE, ROLLBACK, ABORT, REHEARSE -> List.of();
    };
  }

  private List<String> gates(StepName step) {
    return switch (step) {
      case SHIFT_READS ->
          Stream.concat(asked(Moment.SHIFT_READS, "before"), asked(Moment.READS, "while moved"))
              .toList();
      case CUTOVER -> asked(Moment.CUTOVER, "before").toList();
      case CLEANUP -> bake();
      case PREPARE, BACKFILL, CATCH_UP, FINISH, VERIFY, BAKE, ROLLBACK, ABORT, REHEARSE ->
          List.of();
    };
  }

  private List<String> bake() {
    Duration bake = manifest.course().cutover().bake();
    return bake.isZero()
        ? List.of()
        : Stream.concat(
                Stream.of(
                    "bake: not before %s after the cutover, in which these gates are asked"
                        .formatted(Durations.print(bake))),
                asked(Moment.BAKE, "bake"))
            .toList();
  }

  /// A word to each gate, and what it does when it fails.
  private Stream<String> asked(Moment moment, String when) {
    return StandardGates.with(manifest.course().gates()).stream()
        .filter(rule -> rule.moments().contains(moment))
        .map(rule -> "gate %s (%s): %s".formatted(rule.name(), when, rule.asked()));
  }

  private Control.@Nullable Estimate estimate(StepName step) {
    return switch (step) {
      case BACKFILL -> extent.copying();
      case FINISH -> extent.building();
      case VERIFY -> extent.comparing();
      case PREPARE, CATCH_UP, SHIFT_READS, CUTOVER, BAKE, CLEANUP, ROLLBACK, ABORT, REHEARSE ->
          null;
    };
  }

  private List<String> prepare() {
    Set<TableName> there =
        target.catalog().tables().stream().map(Table::name).collect(Collectors.toSet());
    List<String> kept =
        mappings.targetTables().stream()
            .map(Table::name)
            .filter(there::contains)
            .map(TableName::toString)
            .toList();
    String schemas =
        mappings.targetTables().stream()
            .map(table -> table.name().schema())
            .distinct()
            .collect(Collectors.joining(", "));
    int made = mappings.targetTables().size() - kept.size();
    return Stream.of(
            "source: makes the schema crossfade, and " + upkeep(source, Direction.FORWARD),
            "target: makes the schema crossfade, and what is missing in %s (tables: %d)"
                .formatted(schemas, made),
            kept.isEmpty() ? "" : "target: takes as they are: " + String.join(", ", kept),
            "target: fences its tables (%d): triggers refuse every writer but Crossfade"
                .formatted(mappings.targetTables().size()),
            "target: needs a disk with room for about %s of rows, %s of indexes, and its log; how much is free no server tells"
                .formatted(
                    Figures.bytes(extent.copying().bytes()),
                    Figures.bytes(extent.building().bytes())))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private String copied(TableMapping mapping) {
    TableName from = mapping.from().name();
    Size size = extent.of(from);
    return String.format(
        Locale.ROOT,
        "%s%s: %s, %s%s",
        from,
        becomes(mapping),
        size.rows() < 0
            ? "rows not counted yet"
            : String.format(Locale.ROOT, "about %,d rows", size.rows()),
        Figures.bytes(size.bytes()),
        mapping.isPassThrough() ? "" : ", with computed columns");
  }

  private static String becomes(TableMapping mapping) {
    List<String> slice = mapping.writtenSlice().values();
    List<String> shared = new ArrayList<>();
    for (int i = 0; i < slice.size(); i++) {
      shared.add(mapping.to().key().get(i) + " = " + slice.get(i));
    }
    if (!shared.isEmpty()) {
      return " -> %s where %s".formatted(mapping.to().name(), String.join(" and ", shared));
    }
    return mapping.from().name().equals(mapping.to().name()) ? "" : " -> " + mapping.to().name();
  }

  private List<String> finish() {
    long indexes =
        mappings.targetTables().stream().mapToLong(table -> table.indexes().size()).sum();
    long constraints =
        mappings.targetTables().stream()
            .mapToLong(table -> table.checks().size() + table.foreignKeys().size())
            .sum();
    return List.of(
        "target: builds what the copy left out (indexes: %d, constraints: %d), and gathers statistics"
            .formatted(indexes, constraints),
        mappings.hasWayBack()
            ? "target: makes " + upkeep(target, Direction.REVERSE) + ", for the way back"
            : "target: nothing for a way back: the manifest gives it up");
  }

  /// What is needed on one side for the other one to have all that is written there.
  private String upkeep(Database from, Direction direction) {
    return Strategies.followsLogs(manifest.course().strategy())
        ? from.log().traces(manifest.migration(), direction)
        : "the table crossfade.item, in which the application notes what it writes, and triggers note what it does not; TRUNCATE is refused from then on";
  }

  private List<String> reads() {
    Rollout rollout = manifest.course().rollout();
    List<String> shares =
        rollout.steps().stream()
            .flatMap(step ->
                step instanceof SetReads(var share) ? Stream.of(share + " %") : Stream.empty())
            .toList();
    String moves =
        shares.isEmpty()
            ? "nothing: the manifest moves no reads before the cutover"
            : "routers: send "
                + String.join(", then ", shares)
                + " of the reads to the target; neither database is changed";
    return shares.size() == rollout.steps().size()
        ? List.of(moves)
        : List.of(moves, "step by step: " + rollout);
  }

  private List<String> cutover() {
    List<String> lines = new ArrayList<>(mappings.hasWayBack() ? List.of() : List.of(NO_WAY_BACK));
    Collections.addAll(
        lines,
        "source: is fenced: triggers refuse every writer but Crossfade",
        "target: its fence is lifted, and its sequences leap ahead of the source's",
        "new transactions wait meanwhile, for %s at most; else everything stays as it was"
            .formatted(Durations.print(manifest.course().cutover().deadline())));
    return lines;
  }

  private static List<String> cleanup() {
    return List.of(
        "source: everything of ours goes, but the fence: it stays closed for writes",
        "target: everything of ours goes");
  }
}
