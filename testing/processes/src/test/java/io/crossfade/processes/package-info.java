/// `crossfade` as its users have it: as a process, which can be killed, stopped, starved and
/// replaced by another one.
@NullMarked
package io.crossfade.processes;

import org.jspecify.annotations.NullMarked;
