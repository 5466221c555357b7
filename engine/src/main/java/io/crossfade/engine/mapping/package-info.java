/// Makes of a manifest and the source's tables how every row is mapped, there and back.
@NullMarked
package io.crossfade.engine.mapping;

import org.jspecify.annotations.NullMarked;
