package io.crossfade.engine.switching;

import io.crossfade.connector.Sequences;
import io.crossfade.engine.Setup;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets the side that will be written number new rows beyond everything the other side has
/// numbered.
final class SequenceLeap {
  /// Numbers that sessions of the old side may hold in their caches and never use.
  private static final long GAP = 1_000;

  private final Setup setup;

  SequenceLeap(Setup setup) {
    this.setup = setup;
  }

  void leap(Direction direction) {
    List<Sequences.Last> lasts =
        setup.database(direction.from()).sequences().read(setup.tables(direction.from()));
    List<Sequences.Last> there = new ArrayList<>();
    for (Sequences.Last last : lasts) {
      setup
          .mapping(direction)
          .from(last.table())
          .flatMap(table -> counterpart(table, last))
          .ifPresent(there::add);
    }
    setup.database(direction.to()).sequences().leap(setup.lease(), there, GAP);
  }

  private static Optional<Sequences.Last> counterpart(TableMapping table, Sequences.Last last) {
    return table.columns().stream()
        .filter(c -> last.column().equals(read(c)))
        .map(ColumnMapping::to)
        .filter(column -> table.to().column(column).identity())
        .findFirst()
        .map(column -> new Sequences.Last(table.to().name(), column, last.value()));
  }

  private static String read(ColumnMapping column) {
    return switch (column) {
      case ColumnMapping.Copied c -> c.from();
      case ColumnMapping.Cast c -> c.from();
      case ColumnMapping.Constant _, ColumnMapping.Computed _, ColumnMapping.WhenMissing _ -> "";
    };
  }
}
