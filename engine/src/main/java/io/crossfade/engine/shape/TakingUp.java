package io.crossfade.engine.shape;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Shape;
import io.crossfade.engine.MigrationEvent.TableTakenUp;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.Scope;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a process works with from its start to its end: the source's tables as they were taken up
/// by the ones before, and what it takes up now. Nothing is taken up at any other moment.
///
/// @param tables to be moved, and those that the manifest leaves out
/// @param events to be recorded once it is known that these tables can be moved
public record TakingUp(List<Table> tables, List<TableTakenUp> events) {

  /// @param anew the tables that a person wants copied anew. MAPPING_INVALID for one that the
  ///   source does not have, or the manifest does not name; NOT_ALLOWED_NOW where the source is no
  ///   longer, or not yet, what is followed
  public static TakingUp of(
      Catalog source, MigrationState state, Scope scope, Set<TableName> anew) {
    List<Table> current = source.tables();
    KnownTables known = KnownTables.of(state.progress());
    if (!isPossible(state)) {
      refuse(anew);
      return new TakingUp(tables(known, current, source, scope), List.of());
    }
    List<TableTakenUp> events = new ArrayList<>();
    Map<TableName, Shape> shapes = KnownTables.shapes(source);
    for (Table table : current) {
      Shape shape = shapes.get(table.name());
      if (shape == null) {
        continue; // it was made in this moment
      }
      Optional<KnownTable> before = known.find(table.name());
      Optional<TableTakenUp> event =
          anew.contains(table.name())
              ? Optional.of(event(table, shape, Due.COPY, "a person has asked for it"))
              : before.flatMap(was -> adjusted(was, table, shape, source, scope));
      if (event.isPresent()) {
        known = known.with(KnownTable.parse(event.get().known()));
        events.add(event.get());
      }
    }
    requireAll(anew, events, scope);
    return new TakingUp(tables(known, current, source, scope), events);
  }

  /// With those that the manifest leaves out: what it says of them has to mean something.
  private static List<Table> tables(
      KnownTables known, List<Table> current, Catalog source, Scope scope) {
    return known.isEmpty()
        ? current
        : Stream.concat(
                known.tables(current, source::kind).stream(),
                current.stream().filter(table -> !scope.names(table.name())))
            .toList();
  }

  private static boolean isPossible(MigrationState state) {
    return state.progress().hasFinished(StepName.PREPARE)
        && state.mayStitchAnew()
        && state.switches().open() == null
        && state.authoritative() == Side.SOURCE;
  }

  private static void refuse(Set<TableName> anew) {
    if (!anew.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "a table can be copied anew between `prepare` and the first cutover only; nothing was changed");
    }
  }

  private static Optional<TableTakenUp> adjusted(
      KnownTable was, Table now, Shape shape, Catalog source, Scope scope) {
    if (shape.columns().equals(was.shape().columns())
        && shape.parts().equals(was.shape().parts())) {
      return Optional.empty();
    }
    TableChange change = TableChange.between(was, now, shape, source::whyNotAdded);
    Due due = was.due() == Due.COPY ? Due.COPY : Due.ADJUST;
    return change.isFollowed(scope.addedColumns())
        ? Optional.of(event(now, shape, due, String.join(", ", change.what())))
        : Optional.empty();
  }

  private static TableTakenUp event(Table table, Shape shape, Due due, String what) {
    return new TableTakenUp(table.name(), due, KnownTable.of(table, shape).due(due).text(), what);
  }

  private static void requireAll(Set<TableName> anew, List<TableTakenUp> events, Scope scope) {
    for (TableName name : anew) {
      if (events.stream().noneMatch(event -> event.table().equals(name)) || !scope.names(name)) {
        throw new CrossfadeException(
            ErrorCode.MAPPING_INVALID,
            "%s cannot be copied anew: the source has no such table, or the manifest does not name it"
                .formatted(name),
            Map.of("table", name.toString()));
      }
    }
  }
}
