@NullMarked
package io.crossfade.mysql.log;

import org.jspecify.annotations.NullMarked;
