/// Steps that need more than one person.
@NullMarked
package io.crossfade.engine.approvals;

import org.jspecify.annotations.NullMarked;
