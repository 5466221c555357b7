/** The refusal of writes at the database itself. */
@NullMarked
package io.crossfade.mysql.fence;

import org.jspecify.annotations.NullMarked;
