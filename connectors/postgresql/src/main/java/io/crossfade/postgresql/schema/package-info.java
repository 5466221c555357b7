/** What the catalog says of a user's tables, and the tables and indexes that we make. */
@NullMarked
package io.crossfade.postgresql.schema;

import org.jspecify.annotations.NullMarked;
