/// The control store: what must survive the process, and the guard that lets only one process near
/// it.
@NullMarked
package io.crossfade.engine.store;

import org.jspecify.annotations.NullMarked;
