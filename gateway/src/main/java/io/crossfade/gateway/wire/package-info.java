/// Frames and messages of PostgreSQL's protocol, version 3.0.
@NullMarked
package io.crossfade.gateway.wire;

import org.jspecify.annotations.NullMarked;
