/** Values in the text form that is the same for every database, and what they become in another. */
@NullMarked
package io.crossfade.model.values;

import org.jspecify.annotations.NullMarked;
