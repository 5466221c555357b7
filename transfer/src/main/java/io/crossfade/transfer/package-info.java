/** The data plane: copy, follow and compare. */
@NullMarked
package io.crossfade.transfer;

import org.jspecify.annotations.NullMarked;
