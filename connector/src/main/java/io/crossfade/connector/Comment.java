package io.crossfade.connector;

import io.crossfade.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has written beside a table.
 *
 * @param column of which it is; null where it is of the table
 */
public record Comment(TableName table, @Nullable String column, String text) {}
