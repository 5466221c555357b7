package io.crossfade.mysql.log;

import io.crossfade.model.Table;

/** Knows whether a table has, at this moment, the columns that the migration knows. */
@FunctionalInterface
interface Standing {
  boolean isAsKnown(Table table);
}
