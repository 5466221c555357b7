/** What MySQL, MariaDB and other engines make of each other's tables. */
@NullMarked
package io.crossfade.mysql.foreign;

import org.jspecify.annotations.NullMarked;
