/// The sample shop moves while everything below it dies, sleeps and comes back (docs/chaos.md).
@NullMarked
package io.crossfade.demo.chaos;

import org.jspecify.annotations.NullMarked;
