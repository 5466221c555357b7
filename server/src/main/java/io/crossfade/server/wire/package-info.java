/// How what is told looks on the wire, for all who tell or read it.
@NullMarked
package io.crossfade.server.wire;

import org.jspecify.annotations.NullMarked;
