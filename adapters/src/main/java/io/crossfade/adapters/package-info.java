/// Routers of others, led by a migration's route.
@NullMarked
package io.crossfade.adapters;

import org.jspecify.annotations.NullMarked;
