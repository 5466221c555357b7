/// The shop's migration, step by step.
@NullMarked
package io.crossfade.demo.journey;

import org.jspecify.annotations.NullMarked;
