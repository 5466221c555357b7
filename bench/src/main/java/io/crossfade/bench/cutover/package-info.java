/// What a cutover is to applications behind the gateway.
@NullMarked
package io.crossfade.bench.cutover;

import org.jspecify.annotations.NullMarked;
