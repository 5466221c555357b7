/** The refusal of writes by triggers. */
@NullMarked
package io.crossfade.postgresql.fence;

import org.jspecify.annotations.NullMarked;
