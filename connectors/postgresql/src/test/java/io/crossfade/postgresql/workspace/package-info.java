@NullMarked
package io.crossfade.postgresql.workspace;

import org.jspecify.annotations.NullMarked;
