/// How what a migration costs grows with what is moved: docs/scale.md.
@NullMarked
package io.crossfade.bench.scale;

import org.jspecify.annotations.NullMarked;
