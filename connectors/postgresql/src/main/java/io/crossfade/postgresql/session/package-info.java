/** Connections to one PostgreSQL database, and what every transaction of ours begins with. */
@NullMarked
package io.crossfade.postgresql.session;

import org.jspecify.annotations.NullMarked;
