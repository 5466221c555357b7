/**
 * PostgreSQL's log: slots that keep it, the pgoutput protocol that tells it, and the positions and
 * boundaries by which it is laid beside a copy.
 */
@NullMarked
package io.crossfade.postgresql.log;

import org.jspecify.annotations.NullMarked;
