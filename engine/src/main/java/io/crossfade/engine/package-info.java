/// The control plane: the migration, its steps, strategies, gates and store.
@NullMarked
package io.crossfade.engine;

import org.jspecify.annotations.NullMarked;
