package io.crossfade.transfer.follow;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.KeyOrder;
import io.crossfade.model.Boundary;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The chunks of one table, as far as we know: found by key, with their boundaries decoded. */
final class ChunkMap {
  /**
   * @param boundary null unless DONE
   * @param retireAfter null unless DONE
   */
  record Known(Chunk chunk, @Nullable Boundary boundary, @Nullable Position retireAfter) {

    /**
     * What the stream does with a change of this chunk. Rule numbers are those of docs/stitch.md.
     */
    Treatment treat(LoggedTransaction transaction) {
      if (chunk.state() == Chunk.State.WAITING) {
        return Treatment.DROP;
      }
      if (boundary == null || retireAfter == null) {
        return Treatment.WAIT;
      }
      if (transaction.end().compareTo(retireAfter) > 0) {
        return Treatment.APPLY;
      }
      return switch (boundary.includes(transaction)) {
        case YES -> Treatment.SKIP;
        case NO -> Treatment.APPLY;
        case MAYBE -> Treatment.APPLY_BY_STATE;
      };
    }
  }

  enum Treatment {
    DROP,
    WAIT,
    SKIP,
    APPLY,

    /** The copy may hold it, and also what the log tells later: rule 6. */
    APPLY_BY_STATE
  }

  private final List<Known> chunks;
  private final KeyOrder order;

  ChunkMap(
      List<Chunk> chunks,
      KeyOrder order,
      Function<String, Boundary> boundary,
      Function<String, Position> position) {
    this.order = order;
    this.chunks = new ArrayList<>();
    chunks.stream()
        .sorted(Comparator.comparingInt(c -> c.id().number()))
        .forEach(c ->
            this.chunks.add(
                new Known(
                    c,
                    c.boundary() == null ? null : boundary.apply(c.boundary()),
                    c.retireAfter() == null ? null : position.apply(c.retireAfter()))));
  }

  List<Known> all() {
    return chunks;
  }

  /** The chunk of a key. Ranges are adjacent and cover everything, so there is always one. */
  Known of(Key key) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      Key from = chunks.get(middle).chunk().range().from();
      if (from == null || order.compare(key, from) >= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return chunks.get(low);
  }

  /**
   * Whether the stream, standing at {@code position}, applies every further change of this table.
   */
  boolean isSettledAt(Position position) {
    return chunks.stream()
        .allMatch(k -> k.retireAfter() != null && position.isAtLeast(k.retireAfter()));
  }
}
