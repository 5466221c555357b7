package io.crossfade.connector.log;

import io.crossfade.model.Table;

/** Knows whether a table has, at this moment, the columns that the migration knows. */
@FunctionalInterface
public interface Standing {
  boolean isAsKnown(Table table);
}
