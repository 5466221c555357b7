/** Keeps a side that is down or slow from slowing down reads. Needs Resilience4j. */
@NullMarked
package io.crossfade.client.resilience;

import org.jspecify.annotations.NullMarked;
