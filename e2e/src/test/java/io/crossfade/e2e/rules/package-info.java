/// The rules of the house that no compiler checks.
@NullMarked
package io.crossfade.e2e.rules;

import org.jspecify.annotations.NullMarked;
