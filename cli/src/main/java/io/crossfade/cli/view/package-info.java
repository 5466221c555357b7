/// How a migration looks on a terminal and in a pipe.
@NullMarked
package io.crossfade.cli.view;

import org.jspecify.annotations.NullMarked;
