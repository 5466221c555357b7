package io.crossfade.transfer.follow;

import io.crossfade.connector.Write;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns the effects of many transactions into few set-wise writes: of several effects on one key
 * only the last state is written. One thread.
 */
final class Compactor {
  private final Mappers mappers;
  private final Map<TableMapping, PendingRows> pending = new LinkedHashMap<>();
  private final List<Write> writes = new ArrayList<>();

  /** Whether what the log tells of a row's being new is taken for granted. */
  private final boolean trusting;

  private Compactor(Mappers mappers, boolean trusting) {
    this.mappers = mappers;
    this.trusting = trusting;
  }

  /** The last state of each key. */
  static List<Write> compact(List<Effect> effects, Mappers mappers) {
    Compactor compactor = new Compactor(mappers, true);
    effects.forEach(compactor::add);
    compactor.flushAll();
    return compactor.writes;
  }

  /**
   * One write for each effect, in the order of the log: for batches that a constraint refused, be
   * it for a row that should have been new.
   */
  static List<Write> inOrder(List<Effect> effects, Mappers mappers) {
    Compactor compactor = new Compactor(mappers, false);
    for (Effect effect : effects) {
      compactor.add(effect);
      compactor.flushAll();
    }
    return compactor.writes;
  }

  private void add(Effect effect) {
    TableMapping table = effect.mapping();
    if (effect instanceof Effect.Put put) {
      pending(table)
          .put(
              mappers.map(table, put.key()),
              mappers.map(table, put.row()),
              trusting && put.isNew());
    } else if (effect instanceof Effect.Remove remove) {
      pending(table).remove(mappers.map(table, remove.removed()));
    } else if (effect instanceof Effect.Move move) {
      move(
          table,
          mappers.map(table, move.oldKey()),
          mappers.map(table, move.key()),
          mappers.map(table, move.row()));
    } else if (effect instanceof Effect.Clear clear) {
      flush(table);
      writes.add(new Write.DeleteRange(table, mappers.map(table, clear.range())));
    }
  }

  /**
   * A whole row may leave its old key and enter the new one. Where the written side has values that
   * we do not know (absent here, or columns of its own) the row itself must move.
   */
  private void move(TableMapping table, Key oldKey, Key key, Row row) {
    if (row.isWhole() && setsEveryColumn(table)) {
      pending(table).remove(oldKey);
      pending(table).put(key, row, false);
    } else {
      flush(table);
      writes.add(new Write.Move(table, oldKey, row));
    }
  }

  private static boolean setsEveryColumn(TableMapping table) {
    Set<String> set =
        table.columns().stream()
            .filter(c -> !(c instanceof ColumnMapping.WhenMissing))
            .map(ColumnMapping::to)
            .collect(Collectors.toSet());
    return table.to().columns().stream().allMatch(c -> c.generated() || set.contains(c.name()));
  }

  private PendingRows pending(TableMapping table) {
    return pending.computeIfAbsent(table, t -> new PendingRows());
  }

  private void flush(TableMapping table) {
    PendingRows rows = pending.remove(table);
    if (rows != null) {
      rows.writeTo(table, writes);
    }
  }

  private void flushAll() {
    List.copyOf(pending.keySet()).forEach(this::flush);
  }
}
