/** The catalog: how tables are read, made and finished. */
@NullMarked
package io.crossfade.mysql.schema;

import org.jspecify.annotations.NullMarked;
