@NullMarked
package io.crossfade.mysql.schema;

import org.jspecify.annotations.NullMarked;
