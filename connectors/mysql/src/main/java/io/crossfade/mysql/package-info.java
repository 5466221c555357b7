/** MySQL and MariaDB behind the connector's interfaces. */
@NullMarked
package io.crossfade.mysql;

import org.jspecify.annotations.NullMarked;
