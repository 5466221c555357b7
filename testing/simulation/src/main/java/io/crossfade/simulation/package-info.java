/// A small world in which the real classes of transfer and engine carry a migration on, from one
/// seed. See docs/simulation.md.
@NullMarked
package io.crossfade.simulation;

import org.jspecify.annotations.NullMarked;
