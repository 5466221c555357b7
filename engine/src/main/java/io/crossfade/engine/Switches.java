package io.crossfade.engine;

import io.crossfade.model.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The switches of a migration: cutovers and rollbacks, tried in earnest or rehearsed.
///
/// @param count how many were started
/// @param authoritative the side whose rows are the truth; it changes with a FLIP and with nothing
///   else
/// @param open the one that was started and not finished
/// @param rehearsed the last rehearsal; null before the first
/// @param bake of the last cutover; null where it has not begun one
/// @param forgotten whether the store was found to be an older copy, and nothing was published
///   since: there may have been more of them
public record Switches(
    int count,
    Side authoritative,
    @Nullable Open open,
    MigrationEvent.@Nullable Rehearsed rehearsed,
    @Nullable Bake bake,
    boolean forgotten) {
  static final Switches NONE = new Switches(0, Side.SOURCE, null, null, null, false);

  /// The time after a cutover in which the gates are asked.
  ///
  /// @param over whether they have passed to its end
  /// @param failed the gate for which it has to be rolled back; null where there is none
  public record Bake(Instant since, boolean over, @Nullable String failed) {}

  public boolean isBaking() {
    return bake != null && !bake.over();
  }

  /// @param rehearsal whether it can only end with ABORT
  /// @param decision null while it is not known here; the decision's own row in the store may know
  ///   more
  public record Open(
      int number,
      Side from,
      Side to,
      long deadlineMillis,
      boolean rehearsal,
      @Nullable Decision decision) {

    /// The step that can be continued to finish this switch.
    public StepName step() {
      if (rehearsal) {
        return StepName.REHEARSE;
      }
      return to == Side.TARGET ? StepName.CUTOVER : StepName.ROLLBACK;
    }

    Open decided(Decision outcome) {
      return new Open(number, from, to, deadlineMillis, rehearsal, outcome);
    }
  }

  Switches opened(Open next) {
    return new Switches(next.number(), authoritative, next, rehearsed, bake, forgotten);
  }

  Switches decided(Open decided) {
    Side side = decided.decision() == Decision.FLIP ? decided.to() : decided.from();
    return new Switches(
        count, side, decided, rehearsed, side == Side.SOURCE ? null : bake, forgotten);
  }

  Switches finished() {
    return new Switches(count, authoritative, null, rehearsed, bake, forgotten);
  }

  Switches rehearsed(MigrationEvent.Rehearsed last) {
    return new Switches(count, authoritative, open, last, bake, forgotten);
  }

  Switches baking(@Nullable Bake now) {
    return new Switches(count, authoritative, open, rehearsed, now, forgotten);
  }

  Switches forgotten(boolean now) {
    return new Switches(count, authoritative, open, rehearsed, bake, now);
  }
}
