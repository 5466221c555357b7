/** Writes that go to both sides: the side whose word counts first, then the other. */
@NullMarked
package io.crossfade.client.dual;

import org.jspecify.annotations.NullMarked;
