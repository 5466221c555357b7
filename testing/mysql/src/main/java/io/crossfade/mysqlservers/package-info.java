/** Real MySQL and MariaDB servers for tests and the demo. */
@NullMarked
package io.crossfade.mysqlservers;

import org.jspecify.annotations.NullMarked;
