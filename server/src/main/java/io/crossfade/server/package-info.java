/// The loopback and network endpoint of the control plane.
@NullMarked
package io.crossfade.server;

import org.jspecify.annotations.NullMarked;
