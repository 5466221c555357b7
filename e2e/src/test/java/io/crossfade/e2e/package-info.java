/// Scenarios, crash tests and the rules of the architecture.
@NullMarked
package io.crossfade.e2e;

import org.jspecify.annotations.NullMarked;
