/// The command line: one command per verb.
@NullMarked
package io.crossfade.cli;

import org.jspecify.annotations.NullMarked;
