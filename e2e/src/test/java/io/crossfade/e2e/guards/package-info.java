/// The patches that take guards of the stitch out, one each.
@NullMarked
package io.crossfade.e2e.guards;

import org.jspecify.annotations.NullMarked;
