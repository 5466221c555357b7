/// One file per step.
@NullMarked
package io.crossfade.engine.steps;

import org.jspecify.annotations.NullMarked;
