/** What stands around the tables, and can be carried: views. */
@NullMarked
package io.crossfade.mysql.objects;

import org.jspecify.annotations.NullMarked;
