/** What a migration is, in the words of the design. No dependencies. */
@NullMarked
package io.crossfade.model;

import org.jspecify.annotations.NullMarked;
