/** How a row of one side becomes a row of the other. */
@NullMarked
package io.crossfade.transfer.mapping;

import org.jspecify.annotations.NullMarked;
