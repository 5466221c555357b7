/** The copy: chunks of the source into the target, each in one transaction. */
@NullMarked
package io.crossfade.transfer.copy;

import org.jspecify.annotations.NullMarked;
