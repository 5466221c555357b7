@NullMarked
package io.crossfade.mysql.fence;

import org.jspecify.annotations.NullMarked;
