/// Conditions between steps.
@NullMarked
package io.crossfade.engine.gates;

import org.jspecify.annotations.NullMarked;
