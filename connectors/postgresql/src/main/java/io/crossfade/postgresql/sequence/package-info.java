/** The numbers that PostgreSQL gives to new rows by itself. */
@NullMarked
package io.crossfade.postgresql.sequence;

import org.jspecify.annotations.NullMarked;
