/** Batches of changes as set-wise SQL. */
@NullMarked
package io.crossfade.postgresql.apply;

import org.jspecify.annotations.NullMarked;
