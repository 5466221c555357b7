package io.crossfade.engine;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Problem;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.mapping.Mappings;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Locale;

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
      Preflight preflight = new Preflight(mappings, source, target);
      return new Control.Plan(
          manifest.migration(),
          manifest.course().strategy(),
          steps(mappings),
          preflight.notes(),
          preflight.problems().stream().map(Problem::toString).toList());
    }
  }

  private static List<Control.PlannedStep> steps(MappingPlan mappings) {
    return STEPS.stream()
        .map(step -> new Control.PlannedStep(step, step.does(), false, details(step, mappings)))
        .toList();
  }

  private static List<String> details(StepName step, MappingPlan mappings) {
    return switch (step) {
      case BACKFILL -> mappings.forward().tables().stream().map(Preview::copied).toList();
      case PREPARE,
          CATCH_UP,
          FINISH,
          VERIFY,
          SHIFT_READS,
          CUTOVER,
          BAKE,
          CLEANUP,
          ROLLBACK,
          ABORT,
          REHEARSE ->
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
