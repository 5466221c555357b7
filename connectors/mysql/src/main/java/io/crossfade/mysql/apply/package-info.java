/** Writing the changes of the other side. */
@NullMarked
package io.crossfade.mysql.apply;

import org.jspecify.annotations.NullMarked;
