/** Snapshots, key ranges, and the writing of chunks. */
@NullMarked
package io.crossfade.postgresql.copy;

import org.jspecify.annotations.NullMarked;
