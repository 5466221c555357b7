/// Whether the source's tables still are what they were when the migration took them up.
@NullMarked
package io.crossfade.engine.shape;

import org.jspecify.annotations.NullMarked;
