/// The simulation, put to use and put to the test.
@NullMarked
package io.crossfade.simulation;

import org.jspecify.annotations.NullMarked;
