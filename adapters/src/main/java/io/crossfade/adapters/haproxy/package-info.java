/// HAProxy, led by its runtime socket and its configuration file.
@NullMarked
package io.crossfade.adapters.haproxy;

import org.jspecify.annotations.NullMarked;
