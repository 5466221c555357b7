package io.crossfade.engine;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Finding;
import io.crossfade.engine.gates.CalendarGate;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.mapping.CarriedObjects;
import io.crossfade.engine.mapping.Dialects;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.mapping.Mappings;
import io.crossfade.engine.planning.GatewayRights;
import io.crossfade.engine.planning.StepDetails;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.engine.strategies.Strategies;
import io.crossfade.model.SchemaObject.Section;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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

  /// @param clock by which a calendar is open now, or is not
  public static Control.Plan of(Manifest manifest, SecretReferences secrets, InstantSource clock) {
    CalendarGate calendar = new CalendarGate(manifest.course().calendar(), clock);
    return look(
        manifest,
        secrets,
        (mappings, source, target) -> {
          Preflight preflight =
              new Preflight(
                  mappings, source, target, Strategies.followsLogs(manifest.course().strategy()));
          List<Finding> found = new ArrayList<>(preflight.findings());
          found.addAll(new GatewayRights(mappings, source, target).findings(manifest.gateway()));
          StepDetails details = new StepDetails(manifest, mappings, source, target, calendar);
          return new Control.Plan(
              manifest.migration(),
              manifest.course().strategy(),
              STEPS.stream().map(details::of).toList(),
              calendar.findingsWith(found),
              preflight.notes());
        });
  }

  /// The statements that make the target's tables, in order, where none of them is there.
  public static List<String> ddl(Manifest manifest, SecretReferences secrets) {
    return look(
        manifest,
        secrets,
        (mappings, source, target) -> {
          CarriedObjects objects = CarriedObjects.of(mappings, source, target);
          List<String> after = new ArrayList<>(objects.statements(Section.WITH_TABLES));
          after.addAll(objects.statements(Section.AFTER_COPY));
          return target
              .catalog()
              .ddl(objects.statements(Section.BEFORE_TABLES), mappings.targetTables(), after);
        });
  }

  private interface Look<T> {
    T at(MappingPlan mappings, Database source, Database target);
  }

  private static <T> T look(Manifest manifest, SecretReferences secrets, Look<T> look) {
    try (Database source = Connectors.open(manifest.source().endpoint(secrets));
        Database target = Connectors.open(manifest.target().endpoint(secrets))) {
      return look.at(
          Mappings.plan(
                  manifest,
                  source.catalog().tables(),
                  Dialects.of(source.catalog(), target.catalog()))
              .spelledBy(target.catalog()::spelling),
          source,
          target);
    }
  }
}
