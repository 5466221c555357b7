/// The sample shop: real embedded databases and a live workload with a record of its own.
@NullMarked
package io.crossfade.demo;

import org.jspecify.annotations.NullMarked;
