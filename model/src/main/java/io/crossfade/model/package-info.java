/** What a migration is: manifest, plan, route, row, key, change, position, boundary, verdict, errors. */
@NullMarked
package io.crossfade.model;

import org.jspecify.annotations.NullMarked;
