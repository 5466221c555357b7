package io.crossfade.transfer.follow;

import io.crossfade.model.Change;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;

/**
 * The effects of changes that are too large to be held together: decided while they are walked, as
 * many at a time as fit into memory.
 */
final class EffectPieces implements Iterable<List<Effect>> {
  private static final int PIECE_CHANGES = 5_000;
  private static final long PIECE_WEIGHT = 4L << 20;

  private final Iterable<Change> changes;
  private final BiConsumer<Change, List<Effect>> decision;

  /**
   * @param decision adds the effects of a change
   */
  EffectPieces(Iterable<Change> changes, BiConsumer<Change, List<Effect>> decision) {
    this.changes = changes;
    this.decision = decision;
  }

  @Override
  public Iterator<List<Effect>> iterator() {
    Iterator<Change> left = changes.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left.hasNext();
      }

      @Override
      public List<Effect> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return piece(left);
      }
    };
  }

  private List<Effect> piece(Iterator<Change> left) {
    List<Effect> piece = new ArrayList<>();
    long weight = 0;
    for (int i = 0; i < PIECE_CHANGES && weight < PIECE_WEIGHT && left.hasNext(); i++) {
      int before = piece.size();
      decision.accept(left.next(), piece);
      for (Effect effect : piece.subList(before, piece.size())) {
        weight += effect.weight();
      }
    }
    return piece;
  }
}
