@NullMarked
package io.crossfade.mysql.values;

import org.jspecify.annotations.NullMarked;
