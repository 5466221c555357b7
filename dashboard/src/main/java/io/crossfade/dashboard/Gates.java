package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import io.crossfade.engine.gates.GateState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gates that are measured, what each says now, and the bake in which they lead back.
///
/// @param bake empty where there is none
/// @param unusual what is far from what was usual lately
public record Gates(String bake, List<Row> rows, List<String> unusual) {
  public Gates {
    rows = List.copyOf(rows);
    unusual = List.copyOf(unusual);
  }

  /// @param says in a word
  /// @param text what was measured and what is wanted
  public record Row(String name, Tone tone, String says, String text, String since) {}

  static Gates of(Status status) {
    Status.Gating gating = status.gating();
    return new Gates(
        bake(gating.bake()),
        gating.gates().stream().filter(Gates::saysAnything).map(Gates::row).toList(),
        gating.unusual());
  }

  public boolean isEmpty() {
    return bake.isEmpty() && rows.isEmpty() && unusual.isEmpty();
  }

  /// One whose time has not come, and that was never measured, would only fill the page.
  private static boolean saysAnything(Status.Gated gate) {
    return gate.asked() || gate.state() != GateState.WAITING;
  }

  private static Row row(Status.Gated gate) {
    return new Row(gate.name(), tone(gate), says(gate.state()), gate.text(), time(gate.since()));
  }

  /// One whose time has not come stops nobody.
  private static Tone tone(Status.Gated gate) {
    return switch (gate.state()) {
      case WAITING -> Tone.WAITS;
      case PASSING -> Tone.GOOD;
      case FAILING -> gate.asked() ? Tone.BAD : Tone.WARNS;
      case INCONCLUSIVE -> gate.asked() ? Tone.WARNS : Tone.WAITS;
    };
  }

  private static String says(GateState state) {
    return switch (state) {
      case WAITING -> "not known yet";
      case PASSING -> "passes";
      case FAILING -> "fails";
      case INCONCLUSIVE -> "nobody can say";
    };
  }

  private static String bake(Status.@Nullable Baking bake) {
    if (bake == null) {
      return "";
    }
    if (bake.failed() != null) {
      return "The gate %s failed in the bake, so it is rolled back. Resume revokes that."
          .formatted(bake.failed());
    }
    if (bake.over()) {
      return "The bake is over.";
    }
    return "The bake: a gate that fails now leads back by itself%s."
        .formatted(bake.until() == null ? "" : ", until " + time(bake.until()) + " UTC at least");
  }

  private static String time(@Nullable Instant when) {
    return when == null ? "" : EventRow.time(when);
  }
}
