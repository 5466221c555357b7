/// The checked model of the design: docs/spec.
@NullMarked
package io.crossfade.e2e.spec;

import org.jspecify.annotations.NullMarked;
