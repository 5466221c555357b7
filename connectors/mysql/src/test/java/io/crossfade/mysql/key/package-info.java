@NullMarked
package io.crossfade.mysql.key;

import org.jspecify.annotations.NullMarked;
