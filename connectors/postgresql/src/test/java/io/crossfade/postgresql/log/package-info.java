@NullMarked
package io.crossfade.postgresql.log;

import org.jspecify.annotations.NullMarked;
