/// The user's manifest: what it says, and the reader that tells a user what is wrong with it.
@NullMarked
package io.crossfade.engine.manifest;

import org.jspecify.annotations.NullMarked;
