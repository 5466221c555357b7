package io.crossfade.connector;

/**
 * About how large a table is.
 *
 * @param rows the planner's estimate; -1 where nobody has counted yet
 * @param bytes of its rows, large values included
 * @param indexBytes of its indexes
 */
public record Size(long rows, long bytes, long indexBytes) {}
