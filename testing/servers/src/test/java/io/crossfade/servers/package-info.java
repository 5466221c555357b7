@NullMarked
package io.crossfade.servers;

import org.jspecify.annotations.NullMarked;
