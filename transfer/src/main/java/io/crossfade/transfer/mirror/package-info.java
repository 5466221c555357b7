/** Sides that are kept equal by whoever writes them, and what we see of it. */
@NullMarked
package io.crossfade.transfer.mirror;

import org.jspecify.annotations.NullMarked;
