@NullMarked
package io.crossfade.postgresql;

import org.jspecify.annotations.NullMarked;
