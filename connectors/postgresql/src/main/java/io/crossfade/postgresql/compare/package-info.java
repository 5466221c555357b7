/** Digests of rows, made by the server. */
@NullMarked
package io.crossfade.postgresql.compare;

import org.jspecify.annotations.NullMarked;
