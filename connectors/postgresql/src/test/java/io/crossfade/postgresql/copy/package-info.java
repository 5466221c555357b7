@NullMarked
package io.crossfade.postgresql.copy;

import org.jspecify.annotations.NullMarked;
