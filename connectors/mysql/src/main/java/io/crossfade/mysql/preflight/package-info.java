/** What is looked at before a migration, one file for each group of checks. */
@NullMarked
package io.crossfade.mysql.preflight;

import org.jspecify.annotations.NullMarked;
