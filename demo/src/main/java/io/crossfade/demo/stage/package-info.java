/// The servers of the demo.
@NullMarked
package io.crossfade.demo.stage;

import org.jspecify.annotations.NullMarked;
