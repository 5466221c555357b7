/// Carries migrations on in this process: one for `crossfade run`, many for `crossfade server`.
@NullMarked
package io.crossfade.server.hosting;

import org.jspecify.annotations.NullMarked;
