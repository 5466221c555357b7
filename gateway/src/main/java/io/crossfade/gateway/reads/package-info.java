/// Which statements only read, so that either database may answer them.
@NullMarked
package io.crossfade.gateway.reads;

import org.jspecify.annotations.NullMarked;
