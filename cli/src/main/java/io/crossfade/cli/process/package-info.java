/// Finds the process that carries a migration on, or becomes it.
@NullMarked
package io.crossfade.cli.process;

import org.jspecify.annotations.NullMarked;
