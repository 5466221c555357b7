/// What the workload writes down about itself: one transaction, its effects, how it ended.
@NullMarked
package io.crossfade.demo.record;

import org.jspecify.annotations.NullMarked;
