@NullMarked
package io.crossfade.mysql.sequence;

import org.jspecify.annotations.NullMarked;
