/** Dual writes of stores that are reached by JDBC: the item's table, rows, and transactions. */
@NullMarked
package io.crossfade.client.dual.jdbc;

import org.jspecify.annotations.NullMarked;
