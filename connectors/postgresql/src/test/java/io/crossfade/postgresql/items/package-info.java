/** What writers of both sides note, and what their mirrors meet. */
@NullMarked
package io.crossfade.postgresql.items;

import org.jspecify.annotations.NullMarked;
