/// The switch: all traffic from one side to the other, or nobody moved.
@NullMarked
package io.crossfade.engine.switching;

import org.jspecify.annotations.NullMarked;
