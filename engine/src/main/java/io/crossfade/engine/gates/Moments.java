package io.crossfade.engine.gates;

import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Phase;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.model.Side;
import java.util.EnumSet;
import java.util.Set;

/// Which moments it is.
final class Moments {
  /// From where on a person may have to hear soon whether traffic may move.
  private static final Set<Phase> NEAR =
      EnumSet.of(Phase.FINISHED, Phase.VERIFIED, Phase.READS_SHIFTED, Phase.ROLLED_BACK);

  private Moments() {}

  static Set<Moment> of(MigrationState state) {
    Set<Moment> moments = EnumSet.noneOf(Moment.class);
    if (state.authoritative() == Side.TARGET) {
      if (state.switches().isBaking()) {
        moments.add(Moment.BAKE);
      }
      return moments;
    }
    if (NEAR.contains(state.phase())) {
      moments.add(Moment.CUTOVER);
      if (!state.progress().hasFinished(StepName.SHIFT_READS)) {
        moments.add(Moment.SHIFT_READS);
      }
    }
    if (state.route().reads() == Side.TARGET) {
      moments.add(Moment.READS);
    }
    return moments;
  }
}
