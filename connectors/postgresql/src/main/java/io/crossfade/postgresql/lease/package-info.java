/** In whose name a database is written. */
@NullMarked
package io.crossfade.postgresql.lease;

import org.jspecify.annotations.NullMarked;
