package io.crossfade.engine.shape;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Shape;
import io.crossfade.engine.Journal;
import io.crossfade.engine.manifest.Scope;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares the source's tables with what this process works with.
public final class SourceTables {
  /// The field of an error that says whether starting anew is all it takes.
  public static final String TAKEN_UP_NEXT = "takenUpNext";

  private final Catalog source;
  private final Journal journal;
  private final Scope scope;

  public SourceTables(Catalog source, Journal journal, Scope scope) {
    this.source = source;
    this.journal = journal;
    this.scope = scope;
  }

  /// What was changed since this process began, or before it and could not be taken up.
  List<TableChange> changes() {
    KnownTables known = KnownTables.of(journal.state().progress());
    if (known.isEmpty()) {
      return List.of();
    }
    Map<TableName, Shape> shapes = KnownTables.shapes(source);
    List<KnownTable> changed =
        known.all().stream()
            .filter(table -> !isSame(table.shape(), shapes.get(table.name())))
            .toList();
    if (changed.isEmpty()) {
      return List.of();
    }
    Map<TableName, Table> now =
        source.tables().stream().collect(Collectors.toMap(Table::name, Function.identity()));
    return changed.stream()
        .map(table ->
            TableChange.between(
                table, now.get(table.name()), shapes.get(table.name()), source::whyNotAdded))
        .toList();
  }

  private static boolean isSame(Shape known, @Nullable Shape now) {
    return now != null
        && now.columns().equals(known.columns())
        && now.parts().equals(known.parts());
  }

  /// SOURCE_SCHEMA_CHANGED with the ways on, unless all is as it was taken up. After a cutover the
  /// source no longer says what is right.
  public void requireSame() {
    if (journal.state().authoritative() == Side.SOURCE) {
      List<TableChange> changes = changes();
      if (!changes.isEmpty()) {
        throw changed(changes);
      }
    }
  }

  CrossfadeException changed(List<TableChange> changes) {
    List<TableChange> stopping =
        changes.stream().filter(c -> !c.isFollowed(scope.addedColumns())).toList();
    boolean takenUpNext = stopping.isEmpty() && journal.state().mayStitchAnew();
    return new CrossfadeException(
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "changed on the source: "
            + changes.stream().map(TableChange::toString).collect(Collectors.joining("; "))
            + (takenUpNext
                ? ". `crossfade run` goes on with the tables as they are now"
                : ". Nothing of it is copied or followed. Either undo it on the source and start `crossfade run` again, or start it with `%s`, which copies that table anew as it is now, or `crossfade abort`"
                    .formatted(retaking(stopping))),
        Map.of("table", changes.getFirst().table().toString(), TAKEN_UP_NEXT, "" + takenUpNext));
  }

  private static String retaking(List<TableChange> changes) {
    return changes.stream()
        .map(change -> "--retake " + change.table())
        .collect(Collectors.joining(" "));
  }
}
