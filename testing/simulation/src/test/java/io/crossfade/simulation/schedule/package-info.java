/// Tests of the scheduler.
@NullMarked
package io.crossfade.simulation.schedule;

import org.jspecify.annotations.NullMarked;
