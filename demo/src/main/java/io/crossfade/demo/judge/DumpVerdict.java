package io.crossfade.demo.judge;

import java.util.List;

/// How the two dumps compare.
///
/// @param rows how many rows were compared
/// @param differences one line for each row that differs or is there on one side only
public record DumpVerdict(long rows, List<String> differences) {
  public DumpVerdict {
    differences = List.copyOf(differences);
  }

  public boolean isEqual() {
    return differences.isEmpty();
  }
}
