/// How data gets to the other side and stays equal there: what differs between the ways to migrate.
@NullMarked
package io.crossfade.engine.strategies;

import org.jspecify.annotations.NullMarked;
