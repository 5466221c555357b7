package io.crossfade.engine;

import io.crossfade.engine.Control.RehearsalReport;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Moves traffic from one side to the other, when it is somebody's turn who has asked for it.
final class Traffic {
  private final Parts parts;
  private final Journal journal;
  private final Recording recording;
  private final Refusals refuse;
  private final Moving moving;
  private final Beside beside;
  private final LeftOpen leftOpen;

  Traffic(
      Parts parts,
      Journal journal,
      Refusals refuse,
      Moving moving,
      Beside beside,
      LeftOpen leftOpen) {
    this.parts = parts;
    this.journal = journal;
    this.recording = new Recording(journal);
    this.refuse = refuse;
    this.moving = moving;
    this.beside = beside;
    this.leftOpen = leftOpen;
  }

  SwitchReport cutover() {
    return move(StepName.CUTOVER, () -> resumedOr(parts.cutover()::run));
  }

  SwitchReport rollback() {
    return urgently(() -> move(StepName.ROLLBACK, this::back));
  }

  /// Nothing where it is not wanted any more once its turn has come.
  void rollBackIf(BooleanSupplier wanted) {
    refuse.unlessNow(StepName.ROLLBACK);
    boolean _ =
        urgently(() ->
            switching(() -> {
              if (wanted.getAsBoolean()) {
                refuse.unlessAllowed(StepName.ROLLBACK);
                recording.moved(StepName.ROLLBACK, this::back);
              }
              return true;
            }));
  }

  private SwitchReport back() {
    return resumedOr(parts.rollback()::run);
  }

  /// @param afterwards however it ends
  SwitchReport giveTargetUp(Runnable afterwards) {
    refuse.unlessNow(StepName.ROLLBACK);
    return parts
        .pausing()
        .urgently(
            () -> moving.alone(() -> parts.pausing().keptOut(() -> targetGivenUp(afterwards))));
  }

  private SwitchReport targetGivenUp(Runnable afterwards) {
    parts.abandon().endOpenSwitch();
    parts.takeUp().closeStepOfSwitch();
    refuse.unlessLegal(StepName.ROLLBACK);
    try {
      return recording.moved(StepName.ROLLBACK, parts.abandon()::run);
    } finally {
      afterwards.run();
    }
  }

  RehearsalReport rehearse() {
    refuse.unlessNow(StepName.REHEARSE);
    return switching(() -> {
      refuse.unlessAllowed(StepName.REHEARSE);
      parts.takeUp().endOpenSwitch();
      RehearsalReport report = recording.step(StepName.REHEARSE, parts.rehearse()::run);
      journal.record(new MigrationEvent.StepFinished(StepName.REHEARSE, Map.of()));
      return report;
    });
  }

  /// Nothing that compares keeps a rollback waiting; but one that is refused anyway ends nothing.
  private <T> T urgently(Supplier<T> work) {
    return journal.state().legal().contains(StepName.ROLLBACK)
        ? parts.pausing().urgently(work)
        : work.get();
  }

  /// A switch that could not be brought to its end is that first.
  private SwitchReport resumedOr(Supplier<SwitchReport> fresh) {
    Switches.Open open = journal.state().switches().open();
    return open == null ? fresh.get() : parts.theSwitch().resume(open);
  }

  private SwitchReport move(StepName step, Supplier<SwitchReport> work) {
    refuse.unlessNow(step);
    return switching(() -> {
      refuse.unlessAllowed(step);
      return recording.moved(step, work);
    });
  }

  private <T> T switching(Supplier<T> work) {
    try {
      return moving.alone(() ->
          parts
              .pausing()
              .keptOut(() -> {
                requireGoingOn();
                return work.get();
              }));
    } finally {
      leftOpen.endBeside();
    }
  }

  /// Whoever waited for his turn until this process's part ends would be ended in the midst of it,
  /// or would take from an abort what it has begun to undo.
  private void requireGoingOn() {
    if (beside.isStopping()) {
      throw new CrossfadeException(
          ErrorCode.NOT_RUNNING,
          "what this process does ends, so nothing moves any more: look at `crossfade status`, then ask again");
    }
  }
}
