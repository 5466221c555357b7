package io.crossfade.engine.switching;

import io.crossfade.connector.Sequences;
import io.crossfade.engine.Setup;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Index;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets the side that will be written number new rows beyond everything the other side has
/// numbered.
final class SequenceLeap {
  /// Numbers that sessions of the old side may hold in their caches and never use.
  private static final long GAP = 1_000;

  /// Numbers that a side which is given up may have given to rows that never came back. Whoever
  /// saves such rows later should find their numbers free.
  private static final long LOST_GAP = 100_000;

  /// Numbers that may be given between [#ahead] and the hold.
  private static final long AHEAD = 9_000;

  private final Setup setup;

  /// By name: where the sequences of the side that will be written stood after [#ahead].
  private Map<Sequences.Last, Ahead> leapt = Map.of();

  /// @param from what the other side had given then
  private record Ahead(long from, long to) {
    /// Whether there is room for [#GAP] numbers behind this one. One that could not leap, because
    /// it ends soon, has not moved.
    boolean isBeyond(long given) {
      long left = to - given;
      return Math.abs(left) >= GAP && Long.signum(left) == Long.signum(to - from);
    }
  }

  SequenceLeap(Setup setup) {
    this.setup = setup;
  }

  /// Leaps so far that in the hold there is most often nothing left to do: on some databases it
  /// takes a change of the table.
  void ahead(Direction direction) {
    List<Sequences.Last> lasts = counterparts(direction);
    Sequences there = setup.database(direction.to()).sequences();
    there.leap(setup.lease(), lasts, GAP + AHEAD);
    Map<Sequences.Last, Long> given = new HashMap<>();
    lasts.forEach(last -> given.put(name(last), last.value()));
    Map<Sequences.Last, Ahead> ahead = new HashMap<>();
    for (Sequences.Last last : there.read(setup.tables(direction.to()))) {
      Long from = given.get(name(last));
      if (from != null) {
        ahead.put(name(last), new Ahead(from, last.value()));
      }
    }
    leapt = ahead;
  }

  private static Sequences.Last name(Sequences.Last last) {
    return new Sequences.Last(last.table(), last.column(), 0);
  }

  /// Once nobody gives numbers any more.
  void leap(Direction direction) {
    List<Sequences.Last> behind =
        counterparts(direction).stream().filter(last -> !isLeaptOver(last)).toList();
    if (!behind.isEmpty()) {
      setup.database(direction.to()).sequences().leap(setup.lease(), behind, GAP);
    }
  }

  private boolean isLeaptOver(Sequences.Last last) {
    Ahead ahead = leapt.get(name(last));
    return ahead != null && ahead.isBeyond(last.value());
  }

  /// What one side has given last, by the names of the other.
  private List<Sequences.Last> counterparts(Direction direction) {
    List<Sequences.Last> lasts =
        setup.database(direction.from()).sequences().read(setup.tables(direction.from()));
    List<Sequences.Last> there = new ArrayList<>();
    for (Sequences.Last last : lasts) {
      if (last.isAlone()) {
        there.add(last); // of the same name there, if at all
        continue;
      }
      setup
          .mapping(direction)
          .allFrom(last.table())
          .forEach(table -> counterpart(table, last).ifPresent(there::add));
    }
    return furthest(there);
  }

  /// Where several tables become one, each has numbered rows of its own.
  private static List<Sequences.Last> furthest(List<Sequences.Last> lasts) {
    Map<Sequences.Last, Sequences.Last> furthest = new LinkedHashMap<>();
    for (Sequences.Last last : lasts) {
      furthest.merge(
          name(last), last, (a, b) -> Math.abs(a.value()) >= Math.abs(b.value()) ? a : b);
    }
    return List.copyOf(furthest.values());
  }

  /// Where the side that has numbered rows cannot be asked: beyond whatever stands in the rows.
  /// Tables that have no index on such a column come last, for they are read as a whole.
  ///
  /// @return the tables for which that took too long; their sequences stay where they are
  List<TableName> leapBeyondRows(Side side, Deadline deadline) {
    Sequences sequences = setup.database(side).sequences();
    // No row says what one of no column has given.
    List<Sequences.Last> highest =
        new ArrayList<>(
            sequences.read(setup.tables(side)).stream().filter(Sequences.Last::isAlone).toList());
    List<TableName> unread = new ArrayList<>();
    List<Table> numbered =
        setup.tables(side).stream()
            .filter(table -> table.columns().stream().anyMatch(Column::identity))
            .sorted(Comparator.comparing(table -> !isIndexed(table)))
            .toList();
    for (Table table : numbered) {
      try {
        // Only half of what is left: one table that is locked must not take it from all others.
        Duration patience = deadline.left().dividedBy(2);
        highest.addAll(sequences.highest(List.of(table), patience));
      } catch (CrossfadeException e) {
        if (e.code() != ErrorCode.DEADLINE_PASSED) {
          throw e;
        }
        unread.add(table.name());
      }
    }
    sequences.leap(setup.lease(), highest, LOST_GAP);
    return unread;
  }

  private static boolean isIndexed(Table table) {
    Set<String> first =
        Stream.concat(Stream.of(table.key()), table.indexes().stream().map(Index::columns))
            .map(List::getFirst)
            .collect(Collectors.toSet());
    return table.columns().stream()
        .filter(Column::identity)
        .allMatch(column -> first.contains(column.name()));
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
      case ColumnMapping.Converted c -> c.from();
      case ColumnMapping.Constant _, ColumnMapping.Made _, ColumnMapping.WhenMissing _ -> "";
    };
  }
}
