/// One carrier, one seed: who goes next, what time it is, and who is gone.
@NullMarked
package io.crossfade.simulation.schedule;

import org.jspecify.annotations.NullMarked;
