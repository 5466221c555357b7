/// The two change streams of a migration, and how far behind they are.
@NullMarked
package io.crossfade.engine.streams;

import org.jspecify.annotations.NullMarked;
