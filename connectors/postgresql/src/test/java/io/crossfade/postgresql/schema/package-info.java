@NullMarked
package io.crossfade.postgresql.schema;

import org.jspecify.annotations.NullMarked;
