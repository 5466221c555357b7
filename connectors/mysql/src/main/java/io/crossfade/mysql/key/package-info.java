/** The order of keys, and how tables are cut by it. */
@NullMarked
package io.crossfade.mysql.key;

import org.jspecify.annotations.NullMarked;
