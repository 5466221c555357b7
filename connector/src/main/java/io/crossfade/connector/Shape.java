package io.crossfade.connector;

import io.crossfade.model.TableName;

/**
 * How a table looks to whoever reads its rows and its log, in texts that are only there to be
 * compared.
 *
 * @param columns another one where a column was added, dropped, renamed or made anew, or where its
 *     type, default or nullability changed, or the primary key
 * @param numbers of the columns; begins with the older text unless a column was dropped, or made
 *     anew under its name
 * @param storage another one where all rows were written anew, which no log tells
 */
public record Shape(TableName table, String columns, String numbers, String storage) {}
