/** The comparison: proof that both sides hold the same rows, while both are written. */
@NullMarked
package io.crossfade.transfer.compare;

import org.jspecify.annotations.NullMarked;
