package io.crossfade.demo.judge;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Compares an ordered dump of both databases, through a mapping that is written out in plain SQL.
/// It shares nothing with the engine, so that the two cannot be wrong in the same way.
public final class DumpComparison {
  private final String source;
  private final String target;
  private final Function<DumpedTable, String> ofTarget;

  /// @param source JDBC URL of the source
  /// @param target JDBC URL of the target
  public DumpComparison(String source, String target) {
    this(source, target, DumpedTable::target);
  }

  private DumpComparison(String source, String target, Function<DumpedTable, String> ofTarget) {
    this.source = source;
    this.target = target;
    this.ofTarget = ofTarget;
  }

  /// Where the target's schema is the source's.
  public static DumpComparison ofOneSchema(String source, String target) {
    return new DumpComparison(source, target, DumpedTable::source);
  }

  /// To be called when nobody writes any more and everything is applied.
  public DumpVerdict compare() throws SQLException {
    long rows = 0;
    List<String> differences = new ArrayList<>();
    try (Dump left = new Dump(source);
        Dump right = new Dump(target)) {
      for (DumpedTable table : DumpedTable.ALL) {
        left.begin(table.source());
        right.begin(ofTarget.apply(table));
        Unmatched unmatched = new Unmatched(table.keys());
        rows += unmatched.pairAll(left, right);
        differences.addAll(unmatched.examples(table.name()));
      }
    }
    return new DumpVerdict(rows, differences);
  }
}
