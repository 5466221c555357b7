/// Compares what the workload recorded with what stands in the database, and one database with the
/// other.
@NullMarked
package io.crossfade.demo.judge;

import org.jspecify.annotations.NullMarked;
