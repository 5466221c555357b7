/** Asks both sides, answers with one, and finds out whether the other would have said the same. */
@NullMarked
package io.crossfade.client.shadow;

import org.jspecify.annotations.NullMarked;
