@NullMarked
package io.crossfade.mysql.copy;

import org.jspecify.annotations.NullMarked;
