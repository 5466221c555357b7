/**
 * The database {@code crossfade}: what only this server can know, because it must commit together
 * with the rows.
 */
@NullMarked
package io.crossfade.mysql.workspace;

import org.jspecify.annotations.NullMarked;
