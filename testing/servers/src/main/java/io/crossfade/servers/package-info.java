/** Real database servers for the tests and the demo. */
@NullMarked
package io.crossfade.servers;

import org.jspecify.annotations.NullMarked;
