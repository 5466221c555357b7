/// Finds and mends what a half-done step has left behind: one class for each kind of it.
@NullMarked
package io.crossfade.engine.repair;

import org.jspecify.annotations.NullMarked;
