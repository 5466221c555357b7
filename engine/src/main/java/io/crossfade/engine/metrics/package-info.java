/// Numbers that are measured again and again, and what is usual of them.
@NullMarked
package io.crossfade.engine.metrics;

import org.jspecify.annotations.NullMarked;
