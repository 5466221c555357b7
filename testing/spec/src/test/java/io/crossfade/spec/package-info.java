/// The checked model of the design: docs/spec.
@NullMarked
package io.crossfade.spec;

import org.jspecify.annotations.NullMarked;
