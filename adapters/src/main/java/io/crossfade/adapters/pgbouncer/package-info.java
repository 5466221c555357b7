/// PgBouncer, led by its admin console and its configuration file.
@NullMarked
package io.crossfade.adapters.pgbouncer;

import org.jspecify.annotations.NullMarked;
