/// Pages that stand for themselves: no script, no other file, printable.
@NullMarked
package io.crossfade.server.pages;

import org.jspecify.annotations.NullMarked;
