/// Dual writes of an application beside what Crossfade itself does to the two databases.
@NullMarked
package io.crossfade.e2e.dual;

import org.jspecify.annotations.NullMarked;
