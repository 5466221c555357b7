/// What happened to a migration, told from its events.
@NullMarked
package io.crossfade.engine.report;

import org.jspecify.annotations.NullMarked;
