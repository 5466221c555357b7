package io.crossfade.engine;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.mapping.Mappings;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The plan of a migration before anything runs. Looks into both databases and changes neither.
public final class Preview {
  private static final List<StepName> STEPS =
      List.of(
          StepName.PREPARE,
          StepName.BACKFILL,
          StepName.CATCH_UP,
          StepName.FINISH,
          StepName.VERIFY,
          StepName.SHIFT_READS,
          StepName.CUTOVER,
          StepName.CLEANUP);

  private Preview() {}

  public static Control.Plan of(Manifest manifest, SecretReferences secrets) {
    try (Database source = Connectors.open(manifest.source().endpoint(secrets));
        Database target = Connectors.open(manifest.target().endpoint(secrets))) {
      MappingPlan mappings =
          Mappings.plan(manifest, source.catalog().tables()).spelledBy(target.catalog()::spelling);
      List<TableMapping> tables = mappings.forward().tables();
      List<String> problems = new ArrayList<>();
      problems.addAll(problems(source, Side.SOURCE, tables, TableMapping::from));
      problems.addAll(problems(target, Side.TARGET, tables, TableMapping::to));
      return new Control.Plan(
          manifest.migration(), manifest.course().strategy(), steps(mappings), problems);
    }
  }

  private static List<String> problems(
      Database database,
      Side side,
      List<TableMapping> mappings,
      Function<TableMapping, Table> tables) {
    return database.catalog().preflight(side, mappings.stream().map(tables).toList()).stream()
        .map(Object::toString)
        .toList();
  }

  private static List<Control.PlannedStep> steps(MappingPlan mappings) {
    return STEPS.stream()
        .map(step -> new Control.PlannedStep(step, step.does(), false, details(step, mappings)))
        .toList();
  }

  private static List<String> details(StepName step, MappingPlan mappings) {
    return switch (step) {
      case PREPARE -> mappings.remarks();
      case BACKFILL -> mappings.forward().tables().stream().map(Preview::copied).toList();
      case CATCH_UP, FINISH, VERIFY, SHIFT_READS, CUTOVER, BAKE, CLEANUP, ROLLBACK, ABORT ->
          List.of();
    };
  }

  private static String copied(TableMapping mapping) {
    Table from = mapping.from();
    return String.format(
        Locale.ROOT,
        "%s -> %s, about %,d rows%s",
        from.name(),
        mapping.to().name(),
        from.estimatedRows(),
        mapping.isPassThrough() ? "" : ", with computed columns");
  }
}
