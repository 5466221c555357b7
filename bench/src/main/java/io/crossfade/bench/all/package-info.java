/// Everything that is measured, one after the other, and the page that tells it.
@NullMarked
package io.crossfade.bench.all;

import org.jspecify.annotations.NullMarked;
