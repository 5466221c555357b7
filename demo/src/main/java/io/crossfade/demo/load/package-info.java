/// The live workload: a process of its own that uses the shop as its customers would.
@NullMarked
package io.crossfade.demo.load;

import org.jspecify.annotations.NullMarked;
