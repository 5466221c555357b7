/**
 * What stands around the tables: types, functions, views, triggers, rights, and what needs what.
 */
@NullMarked
package io.crossfade.postgresql.objects;

import org.jspecify.annotations.NullMarked;
