@NullMarked
package io.crossfade.postgresql.fence;

import org.jspecify.annotations.NullMarked;
