/// What the demo says differently to servers of different vendors.
@NullMarked
package io.crossfade.demo.vendor;

import org.jspecify.annotations.NullMarked;
