/// The gateway in a process of its own, over switches of a real engine.
@NullMarked
package io.crossfade.e2e.gateway;

import org.jspecify.annotations.NullMarked;
