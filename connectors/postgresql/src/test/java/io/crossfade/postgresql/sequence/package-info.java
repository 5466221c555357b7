@NullMarked
package io.crossfade.postgresql.sequence;

import org.jspecify.annotations.NullMarked;
