package io.crossfade.engine;

import io.crossfade.engine.manifest.GateRule.Reaction;
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
/// @param owed what a gate has asked for; null where nothing is
/// @param forgotten whether the store was found to be an older copy, and nothing was published
///   since: there may have been more of them
public record Switches(
    int count,
    Side authoritative,
    @Nullable Open open,
    MigrationEvent.@Nullable Rehearsed rehearsed,
    @Nullable Bake bake,
    @Nullable Owed owed,
    boolean forgotten) {
  static final Switches NONE = new Switches(0, Side.SOURCE, null, null, null, null, false);

  /// The time after a cutover in which the gates are asked.
  ///
  /// @param over whether they have passed to its end
  public record Bake(Instant since, boolean over) {}

  /// What a gate has asked for, and nobody has carried out or revoked yet.
  ///
  /// @param text why, for people
  public record Owed(String gate, Reaction does, String text) {
    boolean isStill(MigrationState state) {
      Progress progress = state.progress();
      return progress.ending() == null
          && switch (does) {
            case WAIT -> false;
            case PAUSE -> progress.pause() == null;
            case ROLLBACK ->
                state.authoritative() == Side.TARGET
                    ? state.switches().isBaking()
                    : progress.pause() == null || state.route().reads() == Side.TARGET;
            case ABORT -> true;
          };
    }
  }

  /// The gate for which it has to be rolled back in the bake; null where there is none.
  @Nullable String failed() {
    return isBaking() && owed != null && owed.does() == Reaction.ROLLBACK ? owed.gate() : null;
  }

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
    return new Switches(next.number(), authoritative, next, rehearsed, bake, owed, forgotten);
  }

  Switches decided(Open decided) {
    boolean flips = decided.decision() == Decision.FLIP;
    Side side = flips ? decided.to() : decided.from();
    return new Switches(
        count,
        side,
        decided,
        rehearsed,
        side == Side.SOURCE ? null : bake,
        flips ? null : owed, // it was asked for where the traffic is no more
        forgotten);
  }

  Switches finished() {
    return new Switches(count, authoritative, null, rehearsed, bake, owed, forgotten);
  }

  Switches rehearsed(MigrationEvent.Rehearsed last) {
    return new Switches(count, authoritative, open, last, bake, owed, forgotten);
  }

  Switches baking(@Nullable Bake now) {
    return new Switches(count, authoritative, open, rehearsed, now, owed, forgotten);
  }

  /// Whoever comes after us has to carry it out.
  Switches acted(MigrationEvent.GateActed e) {
    return owed != null && owed.does().compareTo(e.does()) >= 0
        ? this
        : owing(new Owed(e.gate(), e.does(), e.text()));
  }

  Switches owing(@Nullable Owed now) {
    return new Switches(count, authoritative, open, rehearsed, bake, now, forgotten);
  }

  Switches forgotten(boolean now) {
    return new Switches(count, authoritative, open, rehearsed, bake, owed, now);
  }
}
