package io.crossfade.bench;

/// One way to do the work.
///
/// @param prepare what is not measured, before each run
/// @param run what is measured
/// @param check throws where the result is not what it has to be; also clears up
record Contestant(String name, Part prepare, Part run, Part check) {
  interface Part {
    /// @param round counted from 0, also those that are discarded
    void run(int round) throws Exception;
  }
}
