/** What routers and laboratories count, for Micrometer. Needs Micrometer. */
@NullMarked
package io.crossfade.client.metrics;

import org.jspecify.annotations.NullMarked;
