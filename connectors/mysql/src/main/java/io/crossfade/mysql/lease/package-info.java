/** In whose name a database is written. */
@NullMarked
package io.crossfade.mysql.lease;

import org.jspecify.annotations.NullMarked;
