/** The order of keys, and ranges of it: the same here and in the server. */
@NullMarked
package io.crossfade.postgresql.key;

import org.jspecify.annotations.NullMarked;
