package io.crossfade.demo;

import io.crossfade.demo.journey.SwitchWindow;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.screen.Moved;
import java.util.List;

/// What was done on the stage, for the judge.
///
/// @param attempts every transaction of the workload
/// @param stopped why the migration did not come to its end; empty if it did
/// @param bothInStep whether the other side was still followed when the last transaction ended, so
///   that both have to be equal
record Script(
    List<Attempt> attempts,
    List<SwitchWindow> windows,
    Moved moved,
    String stopped,
    boolean bothInStep) {}
