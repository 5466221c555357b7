@NullMarked
package io.crossfade.mysql.apply;

import org.jspecify.annotations.NullMarked;
