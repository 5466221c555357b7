/// What a plan says of each step before anything runs, and a first manifest.
@NullMarked
package io.crossfade.engine.planning;

import org.jspecify.annotations.NullMarked;
