/// How much of copy and comparison the two databases bear at the moment.
@NullMarked
package io.crossfade.engine.throttle;

import org.jspecify.annotations.NullMarked;
