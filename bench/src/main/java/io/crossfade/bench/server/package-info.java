/// What a server costs that many look at.
@NullMarked
package io.crossfade.bench.server;

import org.jspecify.annotations.NullMarked;
