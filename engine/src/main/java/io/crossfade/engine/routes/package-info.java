/// Who is told the current route, and how far they are with it.
@NullMarked
package io.crossfade.engine.routes;

import org.jspecify.annotations.NullMarked;
