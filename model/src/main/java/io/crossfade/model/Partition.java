package io.crossfade.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A part of a partitioned table, which is a table by itself too. Its rows are told, copied and
 * compared as rows of the whole.
 *
 * @param parent what it is a part of: the partitioned table, or a partition of it
 * @param bounds which rows lie in it, in the engine's own words
 * @param by how it is partitioned itself, in the engine's own words; null where it is not
 */
public record Partition(TableName name, TableName parent, String bounds, @Nullable String by)
    implements Serializable {}
