/// When a step may begin, by the wall clock of a zone. Pure: knows no clock and no migration.
@NullMarked
package io.crossfade.engine.calendar;

import org.jspecify.annotations.NullMarked;
