package io.crossfade.transfer.follow;

import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.model.Change;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.follow.ChunkMap.Known;
import io.crossfade.transfer.follow.ChunkMap.Treatment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where copy meets stream: decides for each change whether it is dropped, skipped or applied, by
 * the state of its key's chunk. See docs/stitch.md. One thread.
 */
final class Stitch {
  private final Database source;
  private final Database target;
  private final Lease lease;
  private final Strays strays;
  private final Map<TableName, TableMapping> byChunks;

  /** By the table that is read: one, or several where it becomes several. */
  private final Map<TableName, List<TableMapping>> scope;

  /**
   * Only tables that are not settled. A table without chunks is settled. By identity: it is asked
   * for each change, and the hash of a mapping is that of all its columns.
   */
  private final IdentityHashMap<TableMapping, ChunkMap> open = new IdentityHashMap<>();

  Stitch(Database source, Database target, Lease lease, Mapping mapping) {
    this.source = source;
    this.target = target;
    this.lease = lease;
    this.strays = new Strays(source, mapping);
    this.byChunks = mapping.byChunks();
    this.scope =
        mapping.tables().stream().collect(Collectors.groupingBy(table -> table.from().name()));
  }

  /**
   * Reads the chunk states again; forgets tables that are settled for a stream at {@code position}.
   */
  void refresh(Position position) {
    Map<TableName, List<io.crossfade.connector.Chunk>> byTable =
        target.workspace().chunks(lease.migration()).stream()
            .collect(Collectors.groupingBy(c -> c.id().table()));
    open.clear();
    byTable.forEach((name, chunks) -> {
      TableMapping table = byChunks.get(name);
      if (table != null) {
        ChunkMap map =
            new ChunkMap(
                chunks,
                source.reader().order(table.from()),
                source.log()::boundary,
                source.log()::position);
        if (!map.isSettledAt(position)) {
          open.put(table, map);
        }
      }
    });
  }

  /** Whether every further change is simply applied. */
  boolean isSettled() {
    return open.isEmpty();
  }

  /** Decides for as many whole transactions as it can, in order. */
  Decision decide(Iterable<LoggedTransaction> transactions) {
    Decision decision = new Decision();
    for (LoggedTransaction transaction : transactions) {
      boolean isLarge = transaction.changes().isLarge();
      if (isLarge && decision.covered > 0) {
        break;
      }
      decision.blockedBy = blockedBy(transaction);
      if (decision.blockedBy != null) {
        break;
      }
      Optional<CrossfadeException> stray = strays.in(transaction);
      if (stray.isPresent()) {
        if (decision.covered > 0) {
          break;
        }
        throw stray.get();
      }
      if (isLarge) {
        look(transaction, decision);
      } else {
        transaction.changes().forEach(change -> decide(transaction, change, decision));
      }
      decision.changes += transaction.changes().count();
      decision.covered++;
      if (isLarge) {
        break;
      }
    }
    return decision;
  }

  /** What is dropped of a large transaction, which is always a batch of its own. */
  private void look(LoggedTransaction transaction, Decision decision) {
    if (open.isEmpty()) {
      return;
    }
    for (Change change : transaction.changes()) {
      decide(transaction, change, decision);
      decision.effects.clear();
    }
  }

  /** The effects of a large transaction, decided again, which gives the same until a refresh. */
  Iterable<List<Effect>> pieces(LoggedTransaction transaction) {
    return new EffectPieces(
        transaction.changes(),
        (change, effects) -> {
          Decision part = new Decision();
          decide(transaction, change, part);
          effects.addAll(part.effects);
        });
  }

  private @Nullable ChunkId blockedBy(LoggedTransaction transaction) {
    if (open.isEmpty()) {
      return null;
    }
    for (Change change : transaction.changes()) {
      for (Known known : touched(change)) {
        if (known.treat(transaction) == Treatment.WAIT) {
          return known.chunk().id();
        }
      }
    }
    return null;
  }

  private List<Known> touched(Change change) {
    List<Known> touched = new ArrayList<>();
    for (TableName name : tables(change)) {
      for (TableMapping table : becoming(name)) {
        ChunkMap chunks = chunksOf(table);
        if (chunks != null) {
          Slices.of(table, change).ifPresent(own -> touched.addAll(touched(table, chunks, own)));
        }
      }
    }
    return touched;
  }

  private static List<Known> touched(TableMapping table, ChunkMap chunks, Change change) {
    if (change instanceof Change.Truncate) {
      return chunks.all();
    }
    if (change instanceof Change.Update update) {
      return List.of(chunks.of(update.oldKey()), chunks.of(update.key()));
    }
    if (change instanceof Change.Unreadable unreadable) {
      return unreadable.keys().stream().map(chunks::of).toList();
    }
    return List.of(
        chunks.of(
            change instanceof Change.Insert insert
                ? ReadKey.of(table, insert.row())
                : ((Change.Delete) change).key()));
  }

  private static List<TableName> tables(Change change) {
    if (change instanceof Change.Truncate truncate) {
      return truncate.tables();
    }
    if (change instanceof Change.Update update) {
      return List.of(update.table());
    }
    if (change instanceof Change.Unreadable unreadable) {
      return List.of(unreadable.table());
    }
    return List.of(
        change instanceof Change.Insert insert ? insert.table() : ((Change.Delete) change).table());
  }

  private List<TableMapping> becoming(TableName name) {
    return scope.getOrDefault(name, List.of());
  }

  /** Null where the table is settled. */
  private @Nullable ChunkMap chunksOf(TableMapping table) {
    return open.get(table);
  }

  private void decide(LoggedTransaction transaction, Change change, Decision decision) {
    for (TableName name : tables(change)) {
      for (TableMapping table : becoming(name)) {
        Slices.of(table, change).ifPresent(own -> decide(transaction, table, own, decision));
      }
    }
  }

  private void decide(
      LoggedTransaction transaction, TableMapping table, Change change, Decision decision) {
    if (change instanceof Change.Insert insert) {
      Key key = ReadKey.of(table, insert.row());
      if (applies(table, key, transaction, decision)) {
        decision.effects.add(new Effect.Put(table, key, insert.row(), true));
      }
    } else if (change instanceof Change.Update update) {
      decide(transaction, table, update, decision);
    } else if (change instanceof Change.Delete delete) {
      if (applies(table, delete.key(), transaction, decision)) {
        decision.effects.add(new Effect.Remove(table, delete.key()));
      }
    } else if (change instanceof Change.Truncate) {
      truncate(transaction, table, decision);
    } else if (change instanceof Change.Unreadable unreadable) {
      passOver(transaction, table, unreadable, decision);
    }
  }

  /** A table that was changed is copied anew, so that the copy holds what cannot be read here. */
  private void passOver(
      LoggedTransaction transaction,
      TableMapping table,
      Change.Unreadable change,
      Decision decision) {
    for (Key key : change.keys()) {
      if (applies(table, key, transaction, decision)) {
        throw new CrossfadeException(
            ErrorCode.SOURCE_SCHEMA_CHANGED,
            "the log has rows of "
                + table.from().name()
                + " from a time when its columns had other types, and the copy does not hold them: the table has to be"
                + " copied anew, by `crossfade run MANIFEST --retake "
                + table.from().name()
                + "`",
            Map.of("table", table.from().name().toString()));
      }
    }
  }

  /** Rule 7: a key change may concern two chunks of different ages. */
  private void decide(
      LoggedTransaction transaction, TableMapping table, Change.Update update, Decision decision) {
    boolean atNew = applies(table, update.key(), transaction, decision);
    if (!update.movesKey()) {
      if (atNew) {
        decision.effects.add(new Effect.Put(table, update.key(), update.row()));
      }
      return;
    }
    boolean atOld = applies(table, update.oldKey(), transaction, decision);
    if (atOld && atNew) {
      decision.effects.add(new Effect.Move(table, update.oldKey(), update.key(), update.row()));
    } else if (atOld) {
      decision.effects.add(new Effect.Remove(table, update.oldKey()));
    } else if (atNew) {
      // Values that the log leaves out are nowhere in the target: the writer will miss the row, and
      // it is read again.
      decision.effects.add(new Effect.Put(table, update.key(), update.row()));
    }
  }

  private void truncate(LoggedTransaction transaction, TableMapping table, Decision decision) {
    ChunkMap chunks = chunksOf(table);
    if (chunks == null) {
      decision.effects.add(new Effect.Clear(table, KeyRange.ALL));
      return;
    }
    for (Known known : chunks.all()) {
      if (applies(known, transaction, decision)) {
        decision.effects.add(new Effect.Clear(table, known.chunk().range()));
      }
    }
  }

  private boolean applies(
      TableMapping table, Key key, LoggedTransaction transaction, Decision decision) {
    ChunkMap chunks = chunksOf(table);
    return chunks == null || applies(chunks.of(key), transaction, decision);
  }

  private static boolean applies(Known known, LoggedTransaction transaction, Decision decision) {
    Treatment treatment = known.treat(transaction);
    if (treatment == Treatment.DROP) {
      decision.dropped.add(known.chunk().id());
      decision.mustBeVisible.add(transaction.id());
    }
    decision.maybeCopied |= treatment == Treatment.APPLY_BY_STATE;
    return treatment == Treatment.APPLY || treatment == Treatment.APPLY_BY_STATE;
  }
}
