/** Canonical text of each type: how it is read, and how it is written. */
@NullMarked
package io.crossfade.mysql.values;

import org.jspecify.annotations.NullMarked;
