/// Functions as users write them, found by their service file.
@NullMarked
package io.crossfade.engine.functions;

import org.jspecify.annotations.NullMarked;
