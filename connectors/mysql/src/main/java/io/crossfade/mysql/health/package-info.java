/** How a server bears what is done to it. */
@NullMarked
package io.crossfade.mysql.health;

import org.jspecify.annotations.NullMarked;
