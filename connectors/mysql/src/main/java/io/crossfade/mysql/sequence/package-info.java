/** The numbers that MySQL and MariaDB give to new rows by themselves. */
@NullMarked
package io.crossfade.mysql.sequence;

import org.jspecify.annotations.NullMarked;
