/** Our own schema {@code crossfade}: leases, streams and chunks. */
@NullMarked
package io.crossfade.postgresql.workspace;

import org.jspecify.annotations.NullMarked;
