/// Proof that both sides hold the same rows, and keeping it true.
@NullMarked
package io.crossfade.engine.comparing;

import org.jspecify.annotations.NullMarked;
