/** What the router decides, as flags of OpenFeature; see docs/openfeature.md. */
@NullMarked
package io.crossfade.openfeature;

import org.jspecify.annotations.NullMarked;
