/// What a person sees of a run: progress while it goes, the scoreboard at its end.
@NullMarked
package io.crossfade.demo.screen;

import org.jspecify.annotations.NullMarked;
