/// Who may ask for what.
@NullMarked
package io.crossfade.engine.access;

import org.jspecify.annotations.NullMarked;
