/// The pages on which a team watches and drives its migrations, made by the server that carries
/// them on.
@NullMarked
package io.crossfade.dashboard;

import org.jspecify.annotations.NullMarked;
