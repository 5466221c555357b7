package io.crossfade.bench;

import java.util.List;

/// What a benchmark has found.
///
/// @param servers source and target, for people
/// @param bytes of the rows in their tables, or 0 where that says nothing
/// @param rows what is worked on: rows or changes
/// @param missing peers that are not here
record Outcome(
    String name,
    String servers,
    Amount amount,
    List<Times> times,
    List<Ratio> ratios,
    List<String> missing) {
  record Amount(long rows, long bytes) {}
}
