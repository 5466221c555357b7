@NullMarked
package io.crossfade.mysql.typed;

import org.jspecify.annotations.NullMarked;
