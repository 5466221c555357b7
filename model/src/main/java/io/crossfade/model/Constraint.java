package io.crossfade.model;

import java.io.Serializable;

/** What the rows of a table have to fulfil, besides their keys and unique indexes. */
public sealed interface Constraint extends Serializable permits Check, ForeignKey, Partitioning {
  String name();
}
