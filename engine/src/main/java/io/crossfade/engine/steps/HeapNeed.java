package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.model.TableName;
import java.util.Optional;

/// What a table's rows ask of the heap: everything else of Crossfade is bounded, but a row is held
/// as a whole, at several places at once. Measured; see docs/support.md.
///
/// @param row about how many bytes its largest row has, of those that were looked at
/// @param heap how many bytes this process may have
record HeapNeed(TableName table, long row, long heap) {
  private static final long MEGABYTE = 1 << 20;
  private static final long ALL_ELSE = 32 * MEGABYTE;

  /// As often as a row is there at the same time.
  private static final int TIMES = 7;

  /// One letter beyond Latin-1, and each of them takes two bytes.
  private static final int TIMES_BEYOND_LATIN = 12;

  /// Where it is enough, too: a plan is often made on another machine than the one that runs.
  String note() {
    return "rows of %s have up to %d MB (in a sample), so `run` needs a heap of %d MB, or of %d MB with letters beyond Latin-1; here it has %d MB%s"
        .formatted(
            table,
            megabytes(row),
            needed(TIMES),
            needed(TIMES_BEYOND_LATIN),
            heap / MEGABYTE,
            heap / MEGABYTE < needed(TIMES) ? ": " + option() : "");
  }

  /// Only where it is certain: not even one copy of the row fits.
  Optional<Problem> problem() {
    return row < heap
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "it has a row of %d MB, and this process has a heap of %d MB"
                    .formatted(megabytes(row), heap / MEGABYTE),
                table.toString(),
                option()));
  }

  private String option() {
    return "set CROSSFADE_JAVA_OPTS=-Xmx%dm".formatted(needed(TIMES));
  }

  /// In megabytes.
  private long needed(int times) {
    return megabytes(ALL_ELSE + times * row);
  }

  private static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }
}
