/** What writers of both sides note of what they have written: the table {@code crossfade.item}. */
@NullMarked
package io.crossfade.postgresql.items;

import org.jspecify.annotations.NullMarked;
