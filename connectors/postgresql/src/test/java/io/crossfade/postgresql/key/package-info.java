@NullMarked
package io.crossfade.postgresql.key;

import org.jspecify.annotations.NullMarked;
