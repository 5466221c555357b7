/// Who asks.
@NullMarked
package io.crossfade.server.access;

import org.jspecify.annotations.NullMarked;
