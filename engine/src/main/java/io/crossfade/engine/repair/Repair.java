package io.crossfade.engine.repair;

import io.crossfade.engine.Control.RepairReport;
import io.crossfade.engine.Control.Repaired;
import io.crossfade.model.CrossfadeException;
import java.util.ArrayList;
import java.util.List;

/// Goes through all checks in order: later ones rely on what earlier ones have mended.
public final class Repair {
  private final List<Check> checks;
  private final Mender real;

  public Repair(List<Check> checks, Mender real) {
    this.checks = List.copyOf(checks);
    this.real = real;
  }

  /// @param first goes before all others
  public RepairReport run(Check first, boolean dryRun) {
    Mender mender = dryRun ? Mender.dry() : real;
    List<Repaired> repaired = new ArrayList<>(run(mender, first));
    for (Check check : checks) {
      List<Repaired> found = run(mender, check);
      repaired.addAll(found);
      if (check.isNeededByOthers() && !found.stream().allMatch(Repaired::mended)) {
        break;
      }
    }
    return new RepairReport(dryRun, repaired);
  }

  private static List<Repaired> run(Mender mender, Check check) {
    try {
      return check.look().stream().map(damage -> mender.mend(check, damage)).toList();
    } catch (CrossfadeException e) {
      // one database that is away must not hide what is wrong with the other
      return List.of(
          new Repaired("it could not be looked at", "a database", "" + e.getMessage(), false));
    }
  }
}
