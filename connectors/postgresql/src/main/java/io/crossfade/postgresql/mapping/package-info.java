/** A mapping as SQL expressions. */
@NullMarked
package io.crossfade.postgresql.mapping;

import org.jspecify.annotations.NullMarked;
