/** What PostgreSQL and other engines make of each other's tables. */
@NullMarked
package io.crossfade.postgresql.foreign;

import org.jspecify.annotations.NullMarked;
