/// Migrations in which the application writes both sides, with the client's own means.
@NullMarked
package io.crossfade.e2e.mirrors;

import org.jspecify.annotations.NullMarked;
