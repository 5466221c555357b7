/** Reading tables in short snapshots, and writing chunks. */
@NullMarked
package io.crossfade.mysql.copy;

import org.jspecify.annotations.NullMarked;
